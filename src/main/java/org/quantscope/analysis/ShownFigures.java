package org.quantscope.analysis;

import java.util.Locale;

/**
 * How figures are shown, in the window and in reports: the same in every country, with a real minus sign (U+2212) that is
 * as wide as a digit, and commas between thousands.
 */
public final class ShownFigures {
    private static final char MINUS = '−';

    private ShownFigures() {}

    /** A formatted number with the real minus sign; what rounded to zero loses it. */
    public static String withMinusSign(String number) {
        boolean zero = number.chars().allMatch(c -> c == '-' || c == '0' || c == '.');
        return zero ? number.replace("-", "") : number.replace('-', MINUS);
    }

    /** With a fixed number of decimals; what rounds to zero carries no sign. */
    public static String fixed(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "not a number" : value > 0 ? "∞" : MINUS + "∞";
        }
        return withMinusSign(String.format(Locale.ROOT, "%,." + decimals + "f", value));
    }

    /** As {@link #fixed} with a sign in front of positive numbers too. */
    public static String signed(double value, int decimals) {
        String text = fixed(value, decimals);
        return value > 0 && !text.equals(fixed(0, decimals)) ? "+" + text : text;
    }

    /** Decibels with one decimal, without the unit; {@code exact} where there is no error at all. */
    public static String decibels(double value) {
        return value == Double.POSITIVE_INFINITY ? "exact" : fixed(value, 1);
    }

    /** A count with commas between thousands. */
    public static String count(long count) {
        return withMinusSign(String.format(Locale.ROOT, "%,d", count));
    }

    /** A share of 1 as percent with one decimal. */
    public static String percent(double share) {
        return fixed(100 * share, 1) + " %";
    }

    /** The shortest text that is this float, as a scale is written: it reads back as the same number. */
    public static String exact(float value) {
        return Float.toString(value).replace("E-", "e" + MINUS).replace("E", "e").replace('-', MINUS);
    }

    /** An error or another measured figure in about four significant digits; powers of ten where it is very small. */
    public static String measured(double value) {
        double size = Math.abs(value);
        if (size == 0 || !Double.isFinite(value)) {
            return fixed(value, 0);
        }
        if (size < 1e-4 || size >= 1e7) {
            String text = String.format(Locale.ROOT, "%.2e", value);
            return text.replace("e-0", "e-").replace("e+0", "e").replace("e+", "e").replace('-', MINUS);
        }
        int digitsBefore = (int) Math.floor(Math.log10(size)) + 1;
        return fixed(value, Math.max(0, Math.min(5, 4 - Math.max(digitsBefore, 0) + (digitsBefore < 0 ? 1 : 0))));
    }
}
