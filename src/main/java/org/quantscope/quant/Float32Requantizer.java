package org.quantscope.quant;

/**
 * Profile P1, equation (25): float32 throughout, the clamp before the rounding. What ONNX Runtime's QLinearConv and
 * TensorFlow Lite's default kernels compute. There is deliberately no {@code double} between the scales and the
 * product: one would move results that lie half-way between two codes.
 */
public final class Float32Requantizer implements Requantizer {
    /** 1.5 · 2^23, next to which float32 has no fractions: adding it rounds half to even, up to a magnitude of 2^22. */
    private static final float ROUNDING_TERM = 12582912f;

    private final float multiplier;
    private final float lowest;
    private final float highest;
    private final int zeroPoint;

    public Float32Requantizer(float inputScale, float weightScale, float outputScale, CodeLimits limits) {
        this.multiplier = inputScale * weightScale / outputScale;
        this.lowest = (float) (limits.lo() - limits.zeroPoint());
        this.highest = (float) (limits.hi() - limits.zeroPoint());
        this.zeroPoint = limits.zeroPoint();
    }

    @Override
    public int requantize(long accumulator) {
        // Zero times a multiplier that overflowed to infinity is not a number, but the sum is still zero.
        float value = accumulator == 0 ? 0f : (float) accumulator * multiplier;
        float inside = Math.max(lowest, Math.min(highest, value));
        return (int) Math.rint(inside) + zeroPoint;
    }

    @Override
    public void requantize(int[] sums, int from, int count, int biasCode, int[] codes) {
        if (Float.isInfinite(multiplier)) {
            Requantizer.super.requantize(sums, from, count, biasCode, codes);
            return;
        }
        for (int i = 0; i < count; i++) {
            float value = (float) ((long) sums[from + i] + biasCode) * multiplier;
            float inside = Math.max(lowest, Math.min(highest, value));
            codes[i] = (int) ((inside + ROUNDING_TERM) - ROUNDING_TERM) + zeroPoint;
        }
    }
}
