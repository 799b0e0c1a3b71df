package org.quantscope.quant;

/**
 * Profile P1, equation (25): float32 throughout, the clamp before the rounding. What ONNX Runtime's QLinearConv and
 * TensorFlow Lite's default kernels compute. There is deliberately no {@code double} between the scales and the
 * product: one would move results that lie half-way between two codes.
 */
public final class Float32Requantizer implements Requantizer {
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
}
