package org.quantscope.ui.chart;

import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.quantscope.analysis.ShownFigures;

/**
 * Numbers as charts write them: a real minus sign (U+2212), which is as wide as a digit, and the same in every country.
 * Unlike the panes' figures, values carry no commas, which would crowd an axis.
 */
public final class Figures {
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private Figures() {}

    /** With a fixed number of decimals; what rounds to zero has no sign. */
    static String fixed(double value, int decimals) {
        return withMinusSign(String.format(Locale.ROOT, "%." + decimals + "f", value));
    }

    /** A formatted number with the real minus sign; what rounded to zero loses it. */
    public static String withMinusSign(String number) {
        return ShownFigures.withMinusSign(number);
    }

    /** Four decimals near 1, fewer for large numbers, an exponent for very small or very large ones. */
    static String value(double value) {
        double size = Math.abs(value);
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
        }
        if (size != 0 && (size < 0.001 || size >= 1e6)) {
            return withMinusSign(String.format(Locale.ROOT, "%.3e", value));
        }
        return fixed(value, size >= 1000 ? 1 : size >= 100 ? 2 : 4);
    }

    /** As short as tells it from its neighbours on a scale: two figures, or whole numbers from 10. */
    static String brief(double value) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (!Double.isFinite(value) || size < 0.001 || size >= 1e5) {
            return Double.isFinite(value)
                    ? String.format(Locale.ROOT, "%.1e", value)
                            .replace("-", "−")
                            .replaceAll("e(−?)\\+?0*(\\d)", "e$1$2")
                    : value(value);
        }
        String text = fixed(value, size >= 10 ? 0 : size >= 1 ? 2 : size >= 0.1 ? 2 : size >= 0.01 ? 3 : 4);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    /** A count with commas between thousands. */
    public static String count(long count) {
        return ShownFigures.count(count);
    }

    static String percent(long part, long whole) {
        return fixed(whole == 0 ? 0 : 100.0 * part / whole, 1) + " %";
    }

    /** A code or another whole number, without commas. */
    public static String code(long code) {
        return withMinusSign(Long.toString(code));
    }

    /** A whole number that is not negative, raised. */
    public static String superscript(int number) {
        StringBuilder text = new StringBuilder();
        for (char digit : Integer.toString(number).toCharArray()) {
            text.append(SUPERSCRIPTS.charAt(digit - '0'));
        }
        return text.toString();
    }

    /** Tick labels of an axis with this step. */
    static NumberFormat ticks(double step) {
        int decimals = Math.max(0, Math.min(9, (int) Math.ceil(-Math.log10(step) - 1e-9)));
        boolean plain = step >= 1e-6 && step < 1e5;
        return format(value -> Math.abs(value) < step / 2 ? "0" : plain ? fixed(value, decimals) : brief(value));
    }

    /** Tick labels of an axis of counts. */
    static NumberFormat counts() {
        return format(value -> tick((long) Math.rint(value)));
    }

    /** Tick labels of an axis that counts powers of ten. */
    static NumberFormat powersOfTen() {
        return format(exponent -> tick((long) Math.rint(Math.pow(10, exponent))));
    }

    /** Tick labels that say something else than the number that they stand at. */
    static NumberFormat relabelled(DoubleFunction<String> text) {
        return format(text::apply);
    }

    private interface Writer {
        String write(double value);
    }

    /** A count beside an axis, where room is short: {@code 1,000}, but {@code 20k} and {@code 3M}. */
    static String tick(long count) {
        if (count >= 1_000_000 && count % 100_000 == 0) {
            return shortened(count, 1_000_000) + "M";
        }
        return count >= 10_000 && count % 100 == 0 ? shortened(count, 1_000) + "k" : count(count);
    }

    private static String shortened(long count, long unit) {
        return count % unit == 0
                ? Long.toString(count / unit)
                : String.format(Locale.ROOT, "%.1f", count / (double) unit);
    }

    private static NumberFormat format(Writer writer) {
        return new TickFormat(writer);
    }

    private static final class TickFormat extends NumberFormat {
        private final transient Writer writer;

        TickFormat(Writer writer) {
            this.writer = writer;
        }

        @Override
        public StringBuffer format(double number, StringBuffer to, FieldPosition position) {
            return to.append(writer.write(number));
        }

        @Override
        public StringBuffer format(long number, StringBuffer to, FieldPosition position) {
            return to.append(writer.write(number));
        }

        /** Labels are written only. */
        @Override
        public Number parse(String text, ParsePosition position) {
            return null;
        }
    }
}
