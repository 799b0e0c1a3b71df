package org.quantscope.quant;

/**
 * Quantize and dequantize, element by element (arithmetic contract, (1) and (2)). The quotient is a true float32
 * division: a multiplication by 1/scale rounds some ties the other way.
 */
public final class Quantizer {
    /** 1.5 · 2^23: float32 has no fractions next to it, so adding it rounds half to even up to a magnitude of 2^22. */
    private static final float ROUNDING_TERM = 12582912f;

    private Quantizer() {}

    /** (1): divide, round, add the zero point, clamp. NaN has no code and gives the zero point. */
    public static int quantize(float value, QuantParams params) {
        return clamp(unclamped(value, params), params.type());
    }

    /** The code before the clamp, as a double because it may lie far outside the type. */
    public static double unclamped(float value, QuantParams params) {
        float quotient = value / params.scale();
        return (Float.isNaN(quotient) ? 0.0 : params.rounding().round(quotient)) + params.zeroPoint();
    }

    /** (2): {@code f32(scale · (code − zeroPoint))}. */
    public static float dequantize(int code, QuantParams params) {
        return params.scale() * (code - params.zeroPoint());
    }

    /** (3): always the composition of the two, never a formula of its own. */
    public static float fakeQuantize(float value, QuantParams params) {
        return dequantize(quantize(value, params), params);
    }

    /**
     * (1) for {@code values} from index {@code from} to {@code to}: the codes of {@link #quantize(float, QuantParams)}.
     */
    public static void quantize(float[] values, int[] codes, int from, int to, QuantParams params) {
        if (params.rounding() != Rounding.HALF_TO_EVEN) {
            for (int at = from; at < to; at++) {
                codes[at] = quantize(values[at], params);
            }
            return;
        }
        // The limits are integers, so clamping first gives the same code, and bounds what is to be rounded.
        float scale = params.scale();
        int zeroPoint = params.zeroPoint();
        float lowest = params.type().qmin() - zeroPoint;
        float highest = params.type().qmax() - zeroPoint;
        for (int at = from; at < to; at++) {
            float steps = Math.max(lowest, Math.min(highest, values[at] / scale));
            codes[at] = (int) ((steps + ROUNDING_TERM) - ROUNDING_TERM) + zeroPoint;
        }
    }

    /** (2) for {@code codes} from index {@code from} to {@code to}. */
    public static void dequantize(int[] codes, float[] values, int from, int to, QuantParams params) {
        float scale = params.scale();
        int zeroPoint = params.zeroPoint();
        for (int at = from; at < to; at++) {
            values[at] = scale * (codes[at] - zeroPoint);
        }
    }

    private static int clamp(double code, QuantType type) {
        return (int) Math.max(type.qmin(), Math.min(type.qmax(), code));
    }
}
