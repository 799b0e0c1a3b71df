package org.quantscope.quant;

import java.util.Optional;

/**
 * What turns real values into codes and back. Scale and zero point are in the words of the formula: ONNX's {@code q =
 * clamp(round(x / scale) + zeroPoint)} unless another one is said (arithmetic contract, sections 1 and 5).
 *
 * @param type the integer type of the codes
 * @param scale the real step between two codes, or its reciprocal where the formula multiplies; finite, positive, not
 *     subnormal
 * @param zeroPoint in ONNX's formula the code of real zero, an integer of the type; in micronet's formulas z, which has
 *     the opposite sign and may be any finite number
 * @param rounding what happens half-way between two codes
 * @param formula how they are combined
 */
public record QuantParams(QuantType type, float scale, float zeroPoint, Rounding rounding, Formula formula) {
    /** The largest magnitude of codes and zero points for which integer arithmetic is done: that of 17-bit differences. */
    private static final int FARTHEST_ORIGIN = 1 << 16;

    public QuantParams {
        String fault = scaleFault(scale);
        if (fault == null) {
            fault = zeroPointFault(type, zeroPoint, formula);
        }
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        zeroPoint += 0f; // minus zero is zero
    }

    /** ONNX's formula. */
    public QuantParams(QuantType type, float scale, int zeroPoint, Rounding rounding) {
        this(type, scale, zeroPoint, rounding, Formula.ONNX);
    }

    /** ONNX's formula and rounding. */
    public QuantParams(QuantType type, float scale, int zeroPoint) {
        this(type, scale, zeroPoint, Rounding.HALF_TO_EVEN);
    }

    /** Why a scale cannot be used, as a sentence, or null if it can. */
    public static String scaleFault(double scale) {
        float rounded = (float) scale;
        if (Double.isNaN(scale) || Double.isInfinite(scale) || Float.isInfinite(rounded)) {
            return "A scale must be a finite number; " + scale + " is not.";
        }
        if (rounded < Float.MIN_NORMAL) {
            return "A scale must be greater than zero and not subnormal; " + scale + " is not.";
        }
        return null;
    }

    /** Why a zero point cannot be used with a type and a formula, as a sentence, or null if it can. */
    public static String zeroPointFault(QuantType type, double zeroPoint, Formula formula) {
        if (formula != Formula.ONNX) {
            return Double.isFinite(zeroPoint) && Float.isFinite((float) zeroPoint)
                    ? null
                    : "A zero point must be a finite number; " + zeroPoint + " is not.";
        }
        boolean integer = zeroPoint == Math.rint(zeroPoint);
        if (!integer || zeroPoint < type.qmin() || zeroPoint > type.qmax()) {
            return "A zero point must be a code of its type; " + (integer ? "" + (long) zeroPoint : "" + zeroPoint)
                    + (integer ? " lies outside " : " is none of ") + type.qmin() + " to " + type.qmax() + " of "
                    + type.onnxName() + (type.narrowRange() ? " (narrow range)." : ".");
        }
        return null;
    }

    /** Where real zero lies among the codes: ONNX's zero point, minus micronet's z; need not be a code. */
    public double origin() {
        return formula.origin(this);
    }

    /** The real distance of two neighbouring codes. */
    public double step() {
        return formula.step(this);
    }

    /** The real size of one integer step; two of them are one code where real zero lies between two codes. */
    public double unit() {
        return step() / formula.stepsPerCode();
    }

    /** Whether codes can be counted from real zero in integers. */
    public boolean hasIntegerOrigin() {
        double steps = formula.stepsPerCode() * origin();
        return steps == Math.rint(steps) && Math.abs(steps) <= FARTHEST_ORIGIN;
    }

    /**
     * Real zero in integer steps: {@code stepsPerCode · q − integerOrigin()} is a code counted from real zero.
     *
     * @throws IllegalStateException if {@link #hasIntegerOrigin()} is false
     */
    public int integerOrigin() {
        if (!hasIntegerOrigin()) {
            throw new IllegalStateException("Real zero lies at " + origin() + ", which is not an integer.");
        }
        return (int) (formula.stepsPerCode() * origin());
    }

    /** The largest distance of a code of the type from real zero, in integer steps. */
    public double farthest() {
        return formula.stepsPerCode() * Math.max(Math.abs(type.qmax() - origin()), Math.abs(type.qmin() - origin()));
    }

    /** Where a real value lies among the codes, before rounding, in double precision. */
    public double position(double value) {
        return value / step() + origin();
    }

    /** The real value at a position among the codes. */
    public double valueAt(double position) {
        return (position - origin()) * step();
    }

    /** The real value of the lowest code. */
    public float lowest() {
        return Quantizer.dequantize(type.qmin(), this);
    }

    /** The real value of the highest code. */
    public float highest() {
        return Quantizer.dequantize(type.qmax(), this);
    }

    /** Why ONNX's QuantizeLinear and DequantizeLinear cannot say this, as a sentence; empty if they can. */
    public Optional<String> onnxFault() {
        return OnnxExpression.fault(this);
    }
}
