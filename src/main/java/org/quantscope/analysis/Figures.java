package org.quantscope.analysis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** How numbers are written in sentences and traces: every float32 so that it can be read back, integers with commas. */
public final class Figures {
    private static final MathContext TEN_DIGITS = new MathContext(10);

    private Figures() {}

    public static String integer(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** The shortest decimal that is this float32 and no other. */
    public static String single(float value) {
        return Float.isFinite(value) ? plain(new BigDecimal(Float.toString(value))) : Float.toString(value);
    }

    /** Ten digits, or fewer where they are zeros. */
    public static String real(double value) {
        return Double.isFinite(value) ? plain(new BigDecimal(value).round(TEN_DIGITS)) : Double.toString(value);
    }

    /** Two digits: for the size of a difference. */
    public static String rough(double value) {
        return Double.isFinite(value)
                ? plain(new BigDecimal(value).round(new MathContext(2)))
                : Double.toString(value);
    }

    /** The value with {@code exactly} before it if it lies half-way between two integers, where the last bit decides. */
    static String tie(double value) {
        return (value - Math.floor(value) == 0.5 ? "exactly " : "") + real(value);
    }

    static String tie(float value) {
        return (value - Math.floor(value) == 0.5 ? "exactly " : "") + single(value);
    }

    private static String plain(BigDecimal value) {
        BigDecimal shortest = value.stripTrailingZeros();
        boolean readable = shortest.signum() == 0
                || shortest.precision() - shortest.scale() > -5 && shortest.precision() - shortest.scale() < 12;
        return readable ? grouped(shortest.toPlainString()) : shortest.toString().replace("E", "e");
    }

    private static String grouped(String digits) {
        int point = digits.indexOf('.');
        int end = point < 0 ? digits.length() : point;
        StringBuilder text = new StringBuilder(digits);
        int first = digits.startsWith("-") ? 1 : 0;
        for (int at = end - 3; at > first; at -= 3) {
            text.insert(at, ',');
        }
        return text.toString();
    }
}
