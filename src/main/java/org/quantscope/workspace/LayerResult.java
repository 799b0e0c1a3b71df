package org.quantscope.workspace;

import java.util.Optional;
import org.quantscope.analysis.AccumulatorHeadroom;
import org.quantscope.analysis.LayerReport;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;

/**
 * One computed layer, with what it was computed from.
 *
 * @param layer the layer
 * @param params the parameters that the kernels ran with
 * @param inputVersion which input of the layer it was
 * @param outputs the three paths
 * @param report the two meters
 * @param headroom how much room the accumulator leaves; empty if there is no integer accumulator
 * @param nanos how long computing took
 */
public record LayerResult(
        Layer layer,
        LayerParams params,
        long inputVersion,
        LayerOutputs outputs,
        LayerReport report,
        Optional<AccumulatorHeadroom> headroom,
        long nanos) {
    /** Whether all channels were computed, not only the visible one. */
    public boolean isWhole() {
        return outputs.channels().count() == layer.outputChannels();
    }
}
