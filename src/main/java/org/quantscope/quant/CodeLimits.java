package org.quantscope.quant;

import java.util.Optional;

/**
 * The output codes that a layer may give: those of the output's type, and of these only the ones between the codes of a
 * fused activation's bounds.
 *
 * @param lo lowest code
 * @param hi highest code, not below {@code lo}
 * @param zeroPoint the code of real zero, or the one nearest to it; may lie outside {@code [lo, hi]}
 */
public record CodeLimits(int lo, int hi, int zeroPoint) {
    public CodeLimits {
        if (lo > hi) {
            throw new IllegalArgumentException("There are no codes from " + lo + " to " + hi + ".");
        }
    }

    /** The limits of an output with and without a fused activation. */
    public static CodeLimits of(QuantParams output, Optional<Clamp> clamp) {
        int lo = clamp.map(bounds -> Quantizer.quantize(bounds.lo(), output)).orElse(output.type().qmin());
        int hi = clamp.map(bounds -> Quantizer.quantize(bounds.hi(), output)).orElse(output.type().qmax());
        return new CodeLimits(lo, hi, (int) Math.rint(output.origin()));
    }

    /** {@code clamp(steps + zeroPoint)} for a number of steps away from real zero; cannot overflow. */
    public int place(long steps) {
        long inside = Math.max((long) lo - zeroPoint, Math.min((long) hi - zeroPoint, steps));
        return (int) inside + zeroPoint;
    }

    /** {@code clamp(steps + zeroPoint)} for steps that are an integer or infinite; NaN counts as no step. */
    public int place(double steps) {
        return place((long) steps);
    }
}
