package org.quantscope.quant;

/**
 * What turns real values into codes and back: {@code q = clamp(round(x / scale) + zeroPoint)} and {@code x̂ = (q −
 * zeroPoint) · scale} (arithmetic contract, (1) and (2)).
 *
 * @param type the integer type of the codes
 * @param scale the real step between two codes; finite, positive, not subnormal
 * @param zeroPoint the code of real zero, with ONNX's sign; a code of the type
 * @param rounding what happens half-way between two codes
 */
public record QuantParams(QuantType type, float scale, int zeroPoint, Rounding rounding) {
    public QuantParams {
        String fault = scaleFault(scale);
        if (fault == null) {
            fault = zeroPointFault(type, zeroPoint);
        }
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
    }

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

    /** Why a zero point cannot be used with a type, as a sentence, or null if it can. */
    public static String zeroPointFault(QuantType type, long zeroPoint) {
        if (zeroPoint < type.qmin() || zeroPoint > type.qmax()) {
            return "A zero point must be a code of its type; " + zeroPoint + " lies outside " + type.qmin() + " to "
                    + type.qmax() + " of " + type.onnxName() + (type.narrowRange() ? " (narrow range)." : ".");
        }
        return null;
    }

    /** The real value of the lowest code. */
    public float lowest() {
        return Quantizer.dequantize(type.qmin(), this);
    }

    /** The real value of the highest code. */
    public float highest() {
        return Quantizer.dequantize(type.qmax(), this);
    }
}
