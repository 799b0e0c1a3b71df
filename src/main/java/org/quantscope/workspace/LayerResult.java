package org.quantscope.workspace;

import java.util.Optional;
import org.quantscope.analysis.AccumulatorHeadroom;
import org.quantscope.analysis.LayerReport;
import org.quantscope.conv.LayerPlanes;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;

/**
 * One computation of a layer.
 *
 * @param layer the layer
 * @param params what it was computed with
 * @param inputVersion which input of the layer it was
 * @param planes the output channels; those outside {@code report} are of earlier parameters, or missing
 * @param report the two meters of the channels that were computed
 * @param headroom how much room the accumulator leaves; empty if there is no integer accumulator
 * @param nanos how long computing took
 */
public record LayerResult(
        Layer layer,
        LayerParams params,
        long inputVersion,
        LayerPlanes planes,
        LayerReport report,
        Optional<AccumulatorHeadroom> headroom,
        long nanos) {
    /** Whether all channels were computed, not only the visible one. */
    public boolean isWhole() {
        return report.channels().count() == layer.outputChannels();
    }
}
