package org.quantscope.ui;

import org.quantscope.ui.chart.Figures;

/** How the lesson writes its numbers. */
final class LessonNumbers {
    private LessonNumbers() {}

    /** An output or a sum: three decimals near 1, fewer where it is large. */
    static String value(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size < 0.001 || size >= 1e7)) {
            return power(value);
        }
        return NumberFormats.fixed(value, size >= 10_000 ? 0 : size >= 1_000 ? 1 : size >= 100 ? 2 : 3);
    }

    /** A largest value: three figures. */
    static String largest(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size < 0.001 || size >= 1e7)) {
            return power(value);
        }
        return NumberFormats.fixed(value, size >= 1000 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
    }

    /** A scale or a zero point: whole numbers as they are, others with about three figures. */
    static String parameter(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e6) {
            return NumberFormats.code((long) value);
        }
        double size = Math.abs(value);
        if (size < 0.0001 || size >= 1e6) {
            return power(value);
        }
        return NumberFormats.fixed(value, size >= 100 ? 1 : size >= 1 ? 3 : 4);
    }

    /** A term of the sum: whole where it is one, so that codes look like codes. */
    static String term(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? NumberFormats.count((long) value)
                : value(value);
    }

    static String signedTerm(double value) {
        return value > 0 ? "+" + term(value) : term(value);
    }

    /** As {@code 8.3 × 10⁻⁵}; 0 stays 0. */
    static String power(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return NumberFormats.fixed(value, 0);
        }
        int exponent = (int) Math.floor(Math.log10(Math.abs(value)));
        double mantissa = value / Math.pow(10, exponent);
        if (Math.abs(mantissa) >= 9.95) {
            mantissa /= 10;
            exponent++;
        }
        return NumberFormats.fixed(mantissa, 1) + " × 10" + (exponent < 0 ? "⁻" : "")
                + Figures.superscript(Math.abs(exponent));
    }
}
