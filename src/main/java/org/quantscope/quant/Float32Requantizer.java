package org.quantscope.quant;

/**
 * Profile P1, equation (25): float32 throughout, the clamp before the rounding. What ONNX Runtime's QLinearConv and
 * TensorFlow Lite's default kernels compute. There is deliberately no {@code double} between the scales and the
 * product: one would move results that lie half-way between two codes.
 */
public final class Float32Requantizer implements Requantizer {
    private static final int RUN = 512;
    /** The bits of a float next to the rounding term count in ones. */
    private static final int BITS_OF_NO_STEPS = Float.floatToRawIntBits(CodeRuns.ROUNDING_TERM);

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

    /** In loops of which all but the reading of the integers become vector instructions. */
    @Override
    public void requantize(int[] sums, int from, int count, int biasCode, int[] codes) {
        if (Float.isInfinite(multiplier)) {
            Requantizer.super.requantize(sums, from, count, biasCode, codes);
            return;
        }
        float[] run = new float[Math.min(RUN, count)];
        for (int done = 0; done < count; done += run.length) {
            int size = Math.min(run.length, count - done);
            for (int i = 0; i < size; i++) {
                run[i] = (float) ((long) sums[from + done + i] + biasCode);
            }
            limit(run, multiplier, lowest, highest);
            for (int i = 0; i < size; i++) {
                codes[done + i] = Float.floatToRawIntBits(run[i]) - BITS_OF_NO_STEPS + zeroPoint;
            }
        }
    }

    private static void limit(float[] run, float multiplier, float lowest, float highest) {
        for (int i = 0; i < run.length; i++) {
            run[i] = Math.max(lowest, Math.min(highest, run[i] * multiplier)) + CodeRuns.ROUNDING_TERM;
        }
    }
}
