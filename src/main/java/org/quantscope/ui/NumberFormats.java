package org.quantscope.ui;

import java.util.Locale;
import org.quantscope.analysis.ShownFigures;
import org.quantscope.ui.chart.Figures;

/**
 * How numbers are written in the window: the same in every country, with a real minus sign (U+2212) that is as wide as a
 * digit, and commas between thousands.
 */
public final class NumberFormats {
    private static final char MINUS = '−';

    private NumberFormats() {}

    /** With a fixed number of decimals; what rounds to zero carries no sign. */
    public static String fixed(double value, int decimals) {
        return ShownFigures.fixed(value, decimals);
    }

    /** As {@link #fixed} with a sign in front of positive numbers too. */
    public static String signed(double value, int decimals) {
        return ShownFigures.signed(value, decimals);
    }

    /** Decibels with one decimal, without the unit; {@code exact} where there is no error at all. */
    public static String decibels(double value) {
        return ShownFigures.decibels(value);
    }

    /** A count with commas between thousands. */
    public static String count(long value) {
        return ShownFigures.count(value);
    }

    /** A code or another whole number, without commas. */
    public static String code(long value) {
        return Figures.code(value);
    }

    /** A share of 1 as percent with one decimal. */
    public static String percent(double share) {
        return ShownFigures.percent(share);
    }

    /** The shortest text that is this float, as a scale is written: it reads back as the same number. */
    public static String exact(float value) {
        return ShownFigures.exact(value);
    }

    /** An error or another measured figure in about four significant digits; powers of ten where it is very small. */
    public static String measured(double value) {
        return ShownFigures.measured(value);
    }

    /** A duration in the unit that suits it. */
    public static String duration(long nanos) {
        if (nanos >= 1_000_000_000L) {
            return fixed(nanos / 1e9, 1) + " s";
        }
        return fixed(nanos / 1e6, nanos < 10_000_000L ? 1 : 0) + " ms";
    }

    /**
     * Reads what a person typed: a point or a comma for decimals, either minus sign, spaces around it.
     *
     * @throws IllegalArgumentException with a sentence if it is not a finite number
     */
    public static double parse(String text) {
        String plain = text.strip().replace(MINUS, '-').replace(" ", "");
        boolean hex = plain.toLowerCase(Locale.ROOT).contains("x");
        boolean suffixed = !plain.isEmpty() && "dDfF".indexOf(plain.charAt(plain.length() - 1)) >= 0;
        if (!plain.contains(".")) {
            plain = plain.replace(',', '.');
        }
        try {
            double value = hex || suffixed ? Double.NaN : Double.parseDouble(plain);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // The sentence below says it.
        }
        throw new IllegalArgumentException("'" + text.strip() + "' is not a number; write one such as 0.25 or -6.");
    }
}
