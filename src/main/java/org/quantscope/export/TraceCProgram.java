package org.quantscope.export;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.quantscope.analysis.ArithmeticTrace;
import org.quantscope.analysis.Tap;
import org.quantscope.quant.CodeLimits;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantParams;

/**
 * A trace as a C99 program of its own: codes, zero points, scales and bias as constants, the arithmetic of the layer's
 * profile written out, and a check of the result, which prints OK. Real constants are hexadecimal, so that no digit is
 * lost on the way.
 */
public final class TraceCProgram {
    private static final int PER_LINE = 12;
    private static final int REALS_PER_LINE = 4;

    private final ArithmeticTrace trace;
    private final StringBuilder text = new StringBuilder();

    private TraceCProgram(ArithmeticTrace trace) {
        this.trace = trace;
    }

    public static String of(ArithmeticTrace trace) {
        return new TraceCProgram(trace).write();
    }

    private String write() {
        comment();
        line("#include <float.h>", "#include <inttypes.h>", "#include <math.h>", "#include <stdint.h>",
                "#include <stdio.h>", "",
                "#if FLT_EVAL_METHOD != 0",
                "#error \"float must be computed as float: on 32-bit x86 compile with -msse2 -mfpmath=sse\"",
                "#endif", "#ifdef __clang__", "#pragma STDC FP_CONTRACT OFF", "#endif", "");
        constants();
        if (trace.isInteger()) {
            text.append(TraceCParts.register(trace.params().accumulator()));
        }
        if (trace.isRequantized()) {
            text.append(TraceCParts.requantization(trace.requantization().get()));
        }
        main();
        return text.toString();
    }

    private void comment() {
        String where = (trace.layer() + ", " + trace.pixel().displayName()).replaceAll("[^\\x20-\\x7e]|\\*/|\\?", "_");
        line("/* One output element of a quantized layer: " + where + ".",
                "   Requantization: " + (trace.params().output().isEmpty()
                        ? "none, the result is in real units"
                        : trace.params().requantization().keyword()) + ".",
                "   Compile: cc -std=c99 -ffp-contract=off trace.c -lm */");
    }

    private void constants() {
        if (trace.isInteger()) {
            line("#define TAPS " + trace.taps().size(), "");
            codes("x", Tap::input);
            codes("w", Tap::weight);
        } else {
            realTaps();
        }
        if (trace.isRequantized()) {
            line("static const float x_scale = " + single((float) trace.params().input().orElseThrow().unit()) + ";",
                    "static const float w_scale = " + single((float) trace.weight().orElseThrow().unit()) + ";");
        } else {
            line("static const double unit = " + real(trace.unit()) + "; /* x_scale * w_scale */");
        }
        line(trace.biasCode().isPresent()
                ? "static const int64_t bias_code = " + trace.biasCode().getAsInt() + ";"
                : "static const float bias = " + single(trace.floatBias()) + ";");
        trace.params().output().ifPresent(this::output);
        line("");
    }

    private void output(QuantParams output) {
        CodeLimits limits = trace.requantization().orElseThrow().limits();
        boolean own = !trace.isRequantized() && output.formula() != Formula.ONNX;
        line("static const float y_scale = " + single(own ? output.scale() : (float) output.step()) + ";",
                "static const int64_t y_zero = " + limits.zeroPoint() + ", y_lowest = " + limits.lo()
                        + ", y_highest = " + limits.hi() + ";");
        if (own) {
            line("static const float y_z = " + single(output.zeroPoint()) + "; /* added before rounding */");
        }
    }

    /** Codes with their zero point; the taps in the padding have the zero point itself. */
    private void codes(String name, Function<Tap, Tap.Factor> factor) {
        boolean counted = isOneZeroPoint(factor);
        line("static const int64_t " + name + "_zero = "
                        + (counted ? zeroPoint(factor, trace.taps().get(0)) : 0) + ";",
                "static const int32_t " + name + "[TAPS] = {");
        rows(trace.taps(), PER_LINE, tap -> Long.toString(
                counted ? factor.apply(tap).code() : (long) factor.apply(tap).steps()));
        line("};", "");
    }

    /** Whether every code counts from the same zero point, one step for each code; else steps are written, not codes. */
    private boolean isOneZeroPoint(Function<Tap, Tap.Factor> factor) {
        long first = zeroPoint(factor, trace.taps().get(0));
        return trace.taps().stream().allMatch(tap -> zeroPoint(factor, tap) == first);
    }

    private static long zeroPoint(Function<Tap, Tap.Factor> factor, Tap tap) {
        return factor.apply(tap).code() - (long) factor.apply(tap).steps();
    }

    /** The taps inside the input: codes whose zero is no integer, or values, or codes counted from their zero. */
    private void realTaps() {
        List<Tap> inside = trace.taps().stream().filter(tap -> !tap.inPadding()).toList();
        line("#define TAPS " + inside.size(), "");
        reals("x", inside, trace.hasRealInputOrigin(), Tap::input);
        reals("w", inside, trace.hasRealWeightOrigin(), Tap::weight);
        if (hasOrigins()) {
            line("static const double x_origin = "
                            + real(trace.hasRealInputOrigin() ? trace.params().input().orElseThrow().origin() : 0) + ";",
                    "static const double w_origin = "
                            + real(trace.hasRealWeightOrigin() ? trace.weight().orElseThrow().origin() : 0) + ";");
        }
    }

    private boolean hasOrigins() {
        return trace.hasRealInputOrigin() || trace.hasRealWeightOrigin();
    }

    private void reals(String name, List<Tap> inside, boolean codes, Function<Tap, Tap.Factor> factor) {
        line("static const float " + name + "[TAPS + 1] = {");
        rows(inside, REALS_PER_LINE, tap -> single(
                codes ? factor.apply(tap).code() : (float) factor.apply(tap).steps()));
        line("    0};", "");
    }

    private void rows(List<Tap> taps, int perLine, Function<Tap, String> number) {
        for (int from = 0; from < taps.size(); from += perLine) {
            line("    " + taps.subList(from, Math.min(taps.size(), from + perLine)).stream()
                    .map(number)
                    .collect(Collectors.joining(", ")) + ",");
        }
    }

    private void main() {
        line("int main(void) {");
        if (trace.isInteger()) {
            line("    int64_t acc = 0;", "    for (int i = 0; i < TAPS; i++) {",
                    "        acc = add(acc, ((int64_t)x[i] - x_zero) * ((int64_t)w[i] - w_zero));", "    }");
            if (trace.biasCode().isPresent()) {
                line("    acc = add(acc, bias_code);");
            }
            checkInteger("acc", trace.held(), "accumulator");
        } else {
            realSum();
        }
        if (trace.isRequantized()) {
            line("    int64_t code = requantize(acc);");
            checkInteger("code", trace.outputCode().getAsInt(), "output code");
        } else {
            realResult();
        }
        line("    printf(\"OK\\n\");", "    return 0;", "}");
    }

    private void realSum() {
        line("    double acc = 0;");
        if (!hasOrigins()) {
            line("    for (int i = 0; i < TAPS; i++) {", "        acc += (double)x[i] * w[i];", "    }");
            return;
        }
        line("    double sum_x = 0, sum_w = 0;", "    for (int i = 0; i < TAPS; i++) {",
                "        acc += (double)x[i] * w[i];", "        sum_x += x[i];", "        sum_w += w[i];", "    }",
                "    acc = acc - w_origin * sum_x - x_origin * sum_w + TAPS * x_origin * w_origin;");
    }

    private void realResult() {
        String bias = trace.biasCode().isEmpty() ? " + bias" : trace.isInteger() ? "" : " + unit * bias_code";
        line("    double real = unit * acc" + bias + ";");
        if (trace.requantization().isPresent()) {
            line(TraceCParts.realRequantization(trace.params().output().orElseThrow()));
            line("    int64_t code = (int64_t)fmax((double)(y_lowest - y_zero),"
                    + " fmin((double)(y_highest - y_zero), steps)) + y_zero;");
            checkInteger("code", trace.outputCode().getAsInt(), "output code");
            return;
        }
        trace.params().clamp().ifPresent(clamp -> line(
                "    real = fmax(" + real(clamp.lo()) + ", fmin(" + real(clamp.hi()) + ", real));"));
        line("    if (real != " + real(trace.output()) + ") {",
                "        printf(\"The result is %a instead of %a.\\n\", real, " + real(trace.output()) + ");",
                "        return 1;", "    }");
    }

    private void checkInteger(String name, long expected, String words) {
        String constant = expected == Long.MIN_VALUE ? "INT64_MIN" : "INT64_C(" + expected + ")";
        line("    if (" + name + " != " + constant + ") {",
                "        printf(\"The " + words + " is %\" PRId64 \" instead of %\" PRId64 \".\\n\", " + name + ", "
                        + constant + ");",
                "        return 1;", "    }");
    }

    private void line(String... lines) {
        for (String each : lines) {
            text.append(each).append('\n');
        }
    }

    private static String single(float value) {
        return hexadecimal(Float.toHexString(value), Float.isInfinite(value)) + (Float.isInfinite(value) ? "" : "f");
    }

    private static String real(double value) {
        return hexadecimal(Double.toHexString(value), Double.isInfinite(value));
    }

    private static String hexadecimal(String digits, boolean infinite) {
        return infinite ? (digits.startsWith("-") ? "-" : "") + "INFINITY" : digits;
    }
}
