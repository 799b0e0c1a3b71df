package org.quantscope.export;

import java.util.ArrayList;
import java.util.List;
import org.quantscope.analysis.ArithmeticTrace;
import org.quantscope.analysis.Figures;
import org.quantscope.analysis.Tap;
import org.quantscope.analysis.TraceRow;
import org.quantscope.analysis.TraceRows;

/** A trace as text of fixed width: the products, then both paths side by side, then where they part. */
public final class TraceText {
    private TraceText() {}

    /** The whole text, with a line feed at its end. */
    public static String of(ArithmeticTrace trace) {
        return String.join("\n", lines(trace)) + "\n";
    }

    /** The text without line feeds. */
    public static List<String> lines(ArithmeticTrace trace) {
        List<String> lines = new ArrayList<>();
        long inPadding = trace.taps().stream().filter(Tap::inPadding).count();
        lines.add("Layer " + trace.layer() + ", " + trace.pixel().displayName() + ": "
                + Figures.integer(trace.taps().size()) + (trace.taps().size() == 1 ? " tap" : " taps")
                + (inPadding > 0 ? ", " + Figures.integer(inPadding) + " of them in the padding" : ""));
        if (trace.fourSums().isPresent() && !trace.isInteger()) {
            lines.add("A zero point is not an integer: there is no integer accumulator, and sums are in double"
                    + " precision.");
        }
        lines.add("");
        lines.addAll(taps(trace));
        lines.add("");
        lines.addAll(rows(trace));
        lines.add("");
        lines.add(trace.verdict().sentence());
        return lines;
    }

    private static List<String> taps(ArithmeticTrace trace) {
        TextTable table = new TextTable(
                ">tap", ">channel", ">ky", ">kx", ">row", ">column",
                ">qx", trace.params().input().isPresent() ? ">qx-zx" : ">x",
                ">qw", trace.weight().isPresent() ? ">qw-zw" : ">w",
                ">product", trace.isInteger() ? ">register" : ">sum", ">float32 sum", "");
        for (int at = 0; at < trace.taps().size(); at++) {
            Tap tap = trace.taps().get(at);
            table.row(
                    "" + at, "" + tap.channel(), "" + tap.kernelRow(), "" + tap.kernelColumn(), "" + tap.row(),
                    "" + tap.column(),
                    code(trace.params().input().isPresent(), tap.input()), Figures.real(tap.input().steps()),
                    code(trace.weight().isPresent(), tap.weight()), Figures.real(tap.weight().steps()),
                    Figures.real(tap.product()),
                    trace.isInteger() ? Figures.integer(tap.held()) : Figures.real(tap.real()),
                    Figures.single(tap.fakeQuant()), note(trace, tap));
        }
        return table.lines();
    }

    private static String code(boolean quantized, Tap.Factor factor) {
        return quantized ? Integer.toString(factor.code()) : "";
    }

    private static String note(ArithmeticTrace trace, Tap tap) {
        if (tap.overflows()) {
            return "<- " + trace.params().accumulator().overflow().keyword() + "s, exact "
                    + Figures.integer(tap.exact());
        }
        return tap.inPadding() ? "padding" : "";
    }

    private static List<String> rows(ArithmeticTrace trace) {
        TextTable table = new TextTable("step", ">integer", ">fake-quant", "how", "");
        for (TraceRow row : TraceRows.of(trace)) {
            table.row(row.label(), row.integer().orElse(""), row.fakeQuant().orElse(""), row.formula(),
                    row.parts() ? "<- the paths part here" : "");
        }
        return table.lines();
    }
}
