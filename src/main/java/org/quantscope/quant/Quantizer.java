package org.quantscope.quant;

/**
 * Quantize and dequantize, element by element, by the formula of the parameters (arithmetic contract, (1) and (2) and
 * section 5). ONNX's quotient is a true float32 division: a multiplication by 1/scale rounds some ties the other way.
 */
public final class Quantizer {
    private Quantizer() {}

    /** The code of a value: (1), (10), (11) or (14) to (18), clamped to the type. NaN gives the code nearest to zero. */
    public static int quantize(float value, QuantParams params) {
        return clamp(unclamped(value, params), params.type());
    }

    /** The code before the clamp, as a double because it may lie far outside the type. */
    public static double unclamped(float value, QuantParams params) {
        double code = Float.isNaN(value) ? Double.NaN : params.formula().code(value, params);
        return Double.isNaN(code) ? Math.rint(params.origin()) : code;
    }

    /** What a code stands for: (2) or the formula's own. */
    public static float dequantize(int code, QuantParams params) {
        return params.formula().value(code, params);
    }

    /** (3): always the composition of the two, never a formula of its own. */
    public static float fakeQuantize(float value, QuantParams params) {
        return dequantize(quantize(value, params), params);
    }

    /**
     * (1) for {@code values} from index {@code from} to {@code to}: the codes of {@link #quantize(float, QuantParams)}.
     */
    public static void quantize(float[] values, int[] codes, int from, int to, QuantParams params) {
        CodeRuns.write(values, from, codes, from, to - from, params, 0);
    }

    /**
     * The codes of {@code length} values from index {@code from} on, with what is clipped told apart: what
     * {@link #unclamped} puts below or above the type gets the integer next to the type's lowest or highest code.
     *
     * @param codes written from index 0 on
     */
    public static void quantizeOneBeyond(float[] values, int from, int length, int[] codes, QuantParams params) {
        CodeRuns.write(values, from, codes, 0, length, params, 1);
    }

    /**
     * {@code q − z} for {@code values} from index {@code from} to {@code to}: the codes of {@link #quantize(float,
     * QuantParams)} counted from their zero point, as floats. For ONNX's formula.
     */
    public static void steps(float[] values, float[] steps, int from, int to, QuantParams params) {
        int zeroPoint = params.integerOrigin();
        if (params.rounding() != Rounding.HALF_TO_EVEN || params.formula() != Formula.ONNX) {
            for (int at = from; at < to; at++) {
                steps[at] = quantize(values[at], params) - zeroPoint;
            }
            return;
        }
        float scale = params.scale();
        float lowest = params.type().qmin() - zeroPoint;
        float highest = params.type().qmax() - zeroPoint;
        for (int at = from; at < to; at++) {
            float inside = Math.max(lowest, Math.min(highest, values[at] / scale));
            steps[at] = (inside + CodeRuns.ROUNDING_TERM) - CodeRuns.ROUNDING_TERM;
        }
    }

    /** (2) for {@code codes} from index {@code from} to {@code to}. */
    public static void dequantize(int[] codes, float[] values, int from, int to, QuantParams params) {
        if (params.formula() != Formula.ONNX) {
            for (int at = from; at < to; at++) {
                values[at] = dequantize(codes[at], params);
            }
            return;
        }
        float scale = params.scale();
        int zeroPoint = params.integerOrigin();
        for (int at = from; at < to; at++) {
            values[at] = scale * (codes[at] - zeroPoint);
        }
    }

    private static int clamp(double code, QuantType type) {
        return (int) Math.max(type.qmin(), Math.min(type.qmax(), code));
    }
}
