package org.quantscope.ui;

import org.quantscope.analysis.LayerDivergence;
import org.quantscope.analysis.QuantizationError;

/**
 * How far the networks are apart behind a layer.
 *
 * @param place in the order of depth, from 0
 * @param displayName what the layer is called
 * @param divergence the figures
 */
record DivergenceRow(int place, String displayName, LayerDivergence divergence) {
    String name() {
        return divergence.place();
    }

    String number() {
        return Integer.toString(place + 1);
    }

    /** Relative difference of fake-quant from float: 0 where they are equal. */
    double quantization() {
        return relative(divergence.quantization());
    }

    /** Relative difference of integer from fake-quant. */
    double implementation() {
        return relative(divergence.implementation());
    }

    String quantizationDecibels() {
        return NumberFormats.decibels(divergence.quantization().sqnrDb());
    }

    String implementationDecibels() {
        return NumberFormats.decibels(divergence.implementation().sqnrDb());
    }

    String differing() {
        return NumberFormats.count(divergence.differing());
    }

    String total() {
        return NumberFormats.count(divergence.total());
    }

    String largest() {
        return divergence.inCodes() ? divergence.maxLsb() + " LSB" : "–";
    }

    boolean isLow() {
        return divergence.quantization().sqnrDb() < LayerRow.LOW_SQNR_DB;
    }

    boolean differs() {
        return divergence.differing() > 0;
    }

    /** What hovering the layer's place tells, in two lines. */
    String reading() {
        return "fake-quant from float " + withUnit(quantizationDecibels()) + "\ninteger from fake-quant "
                + withUnit(implementationDecibels()) + ", " + differing() + " of " + total()
                + (divergence.inCodes() ? " codes differ, at most " + largest() : " values differ");
    }

    String sentence() {
        return displayName + "\n" + reading() + "\nClick to go to the layer.";
    }

    /** ‖difference‖ / ‖reference‖, which SQNR in decibels is −20·log10 of. */
    private static double relative(QuantizationError error) {
        double decibels = error.sqnrDb();
        return Double.isNaN(decibels) || decibels == Double.NEGATIVE_INFINITY
                ? Double.NaN
                : Math.pow(10, -decibels / 20);
    }

    private static String withUnit(String decibels) {
        return decibels.equals("exact") ? decibels : decibels + " dB";
    }
}
