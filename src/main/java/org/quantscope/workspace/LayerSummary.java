package org.quantscope.workspace;

import java.util.Optional;
import org.quantscope.analysis.AccumulatorHeadroom;
import org.quantscope.analysis.ImplementationMismatch;
import org.quantscope.analysis.QuantizationError;
import org.quantscope.quant.LayerParams;

/**
 * A row of the layer table.
 *
 * @param params the parameters that the figures belong to
 * @param inputVersion the input that the figures belong to
 * @param error float against fake-quant at the layer's output
 * @param worstChannel the channel with the lowest SQNR
 * @param mismatch fake-quant against integer
 * @param headroom how much room the accumulator leaves; empty if there is no integer accumulator
 */
public record LayerSummary(
        LayerParams params,
        long inputVersion,
        QuantizationError error,
        int worstChannel,
        ImplementationMismatch mismatch,
        Optional<AccumulatorHeadroom> headroom) {
    /** Elements of the integer path that differ from fake-quant. */
    public long differing() {
        return mismatch.differing();
    }
}
