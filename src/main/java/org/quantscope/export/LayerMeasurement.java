package org.quantscope.export;

import java.util.Optional;
import org.quantscope.analysis.AccumulatorHeadroom;
import org.quantscope.analysis.ErrorHistogram;
import org.quantscope.analysis.ImplementationMismatch;
import org.quantscope.analysis.QuantizationError;

/**
 * What was measured of one layer on an image.
 *
 * @param error float against fake-quant at the layer's output, after its clamp
 * @param worstChannel the output channel with the lowest SQNR
 * @param mismatch fake-quant against integer
 * @param headroom how much room the accumulator leaves; empty if there is no integer accumulator
 * @param errors how the differences of fake-quant from float are spread; empty: not counted
 */
public record LayerMeasurement(
        QuantizationError error,
        int worstChannel,
        ImplementationMismatch mismatch,
        Optional<AccumulatorHeadroom> headroom,
        Optional<ErrorHistogram> errors) {}
