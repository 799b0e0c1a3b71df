package org.quantscope.export;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.quantscope.analysis.AccumulatorHeadroom;
import org.quantscope.analysis.QuantizationError;
import org.quantscope.analysis.WeightError;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;

/**
 * A layer of the report.
 *
 * @param layer the layer
 * @param params what it runs with
 * @param measured what was measured of it
 * @param weights what quantization does to its weights alone
 * @param accumulatorBits what no input exceeds; empty without an integer accumulator
 */
record ReportRow(
        Layer layer,
        LayerParams params,
        Optional<LayerMeasurement> measured,
        QuantizationError weights,
        OptionalInt accumulatorBits) {
    /** Below this an SQNR is red. */
    static final double LOW_SQNR_DB = 10;

    static ReportRow of(Layer layer, LayerParams params, Optional<LayerMeasurement> measured) {
        return new ReportRow(layer, params, measured, WeightError.of(layer, params),
                AccumulatorHeadroom.worstCaseBits(layer, params));
    }

    boolean isQuantized() {
        return params.weight().isPresent() || params.input().isPresent() || params.output().isPresent();
    }

    /** SQNR at the layer's output in dB; empty: not measured. */
    OptionalDouble sqnrDb() {
        return measured.map(known -> OptionalDouble.of(known.error().sqnrDb())).orElseGet(OptionalDouble::empty);
    }

    /** What layers are ordered by: the SQNR at the output where it was measured, else that of the weights. */
    double severity() {
        return sqnrDb().orElse(weights.sqnrDb());
    }

    /** The channel that is shown by itself. */
    int channel() {
        return measured.map(LayerMeasurement::worstChannel).orElse(0);
    }
}
