package org.quantscope.ui;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.OptionalDouble;
import org.quantscope.quant.Accumulator;
import org.quantscope.ui.chart.Figures;

/** How scales, ranges and zero points are written in fields, and what is read back from a person's hand. */
final class ParameterText {
    private ParameterText() {}

    /** A scale with as many digits as name it exactly in float32. */
    static String scale(float scale) {
        for (int digits = 6; digits < 9; digits++) {
            BigDecimal shorter = new BigDecimal(scale).round(new MathContext(digits));
            if (shorter.floatValue() == scale && scale >= 1e-3 && scale < 1e6) {
                return shorter.stripTrailingZeros().toPlainString();
            }
        }
        return NumberFormats.exact(scale);
    }

    /** A zero point: a code, or a real number with as many digits as name it exactly in float32. */
    static String zeroPoint(float zeroPoint) {
        return zeroPoint == (long) zeroPoint ? NumberFormats.code((long) zeroPoint) : NumberFormats.exact(zeroPoint);
    }

    /** A zero point for a narrow table column. */
    static String shortZeroPoint(float zeroPoint) {
        return zeroPoint == (long) zeroPoint ? NumberFormats.code((long) zeroPoint) : brief(zeroPoint);
    }

    /** A scale for a narrow table column: seven decimals, or three digits and an exponent. */
    static String shortScale(float scale) {
        boolean plain = scale >= 1e-3 && scale < 1e4;
        return String.format(Locale.ROOT, plain ? (scale < 10 ? "%.7f" : "%.3f") : "%.3e", scale);
    }

    /** An end of a range: five decimals, or four digits and an exponent. */
    static String bound(double value) {
        double size = Math.abs(value);
        String format = size == 0 || (size >= 1e-3 && size < 1e4) ? "%.5f" : "%.3e";
        return Figures.withMinusSign(String.format(Locale.ROOT, format, value));
    }

    /** A number of about three digits, for notes. */
    static String brief(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
        double size = Math.abs(value);
        boolean plain = size == 0 || (size >= 1e-3 && size < 1e6);
        return Figures.withMinusSign(plain ? rounded.toPlainString() : String.format(Locale.ROOT, "%.1e", value));
    }

    /** What a person wrote; empty if it is not a number. */
    static OptionalDouble number(String text) {
        try {
            return OptionalDouble.of(NumberFormats.parse(text));
        } catch (IllegalArgumentException notANumber) {
            return OptionalDouble.empty();
        }
    }

    /** An accumulator in words. */
    static String words(Accumulator register) {
        if (register.equals(Accumulator.EXACT)) {
            return "exact, 64-bit";
        }
        return register.bits() + "-bit, " + (register.overflow() == Accumulator.Overflow.WRAP ? "wraps" : "saturates");
    }
}
