package org.quantscope.quant;

/**
 * Quantize and dequantize, element by element (arithmetic contract, (1) and (2)). The quotient is a true float32
 * division: a multiplication by 1/scale rounds some ties the other way.
 */
public final class Quantizer {
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

    private static int clamp(double code, QuantType type) {
        return (int) Math.max(type.qmin(), Math.min(type.qmax(), code));
    }
}
