package org.quantscope.ui;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A row of the layer table.
 *
 * @param name the layer's name
 * @param displayName what the table shows for it
 * @param op the kind of layer in the table's words
 * @param opType the ONNX operator type
 * @param weights the shape of the weights, such as {@code 16×1×3×3}
 * @param weightCount how many weights there are
 * @param bits the bit-widths of the weights' channels: one, or a span; {@code float} where they are not quantized
 * @param fewestBits the smallest of them; 32 for float
 * @param sqnrDb signal to quantization noise in dB at the layer's output; +∞ where there is no error; empty: not known
 * @param worstChannel the channel with the lowest SQNR; empty: not known
 * @param batchNorm the BatchNormalization folded into the layer; empty: none
 * @param stale whether the figures belong to other settings than those shown
 */
record LayerRow(
        String name,
        String displayName,
        String op,
        String opType,
        String weights,
        int weightCount,
        String bits,
        int fewestBits,
        OptionalDouble sqnrDb,
        OptionalInt worstChannel,
        String batchNorm,
        boolean stale) {
    /** Below this the window shows an SQNR in red. */
    static final double LOW_SQNR_DB = 10;

    /** What the table calls the kind of layer: {@code conv +BN} where a BatchNormalization is folded in. */
    String shownOp() {
        return batchNorm.isEmpty() ? op : op + " +BN";
    }

    /** The layer in full. */
    String description() {
        return opType + " " + name + (batchNorm.isEmpty() ? "" : " with BatchNormalization " + batchNorm + " folded into it");
    }

    boolean isLow() {
        return sqnrDb.isPresent() && sqnrDb.getAsDouble() < LOW_SQNR_DB;
    }

    /** Whether a filter's text occurs in the layer's names or its kind. */
    boolean matches(String filter) {
        String wanted = filter.strip().toLowerCase(Locale.ROOT);
        return (name + ' ' + displayName + ' ' + shownOp() + ' ' + opType).toLowerCase(Locale.ROOT).contains(wanted);
    }
}
