package org.quantscope.conv.engine;

import java.util.Arrays;
import org.quantscope.conv.ConvShape;

/**
 * Both quantized paths of one output channel in one walk over the input's steps, in plain Java that the compiler turns
 * into vector instructions: the walk is bound by memory, so that the second path costs little. Every value is added in
 * the order of the reference loops, so both results are theirs to the last bit. For one thread.
 *
 * <p>Integers travel in float32, which holds every integer up to 2^24; before a partial sum could leave that range it is
 * handed over to an {@code int}.
 */
final class ChannelPass {
    private static final float FLOAT_EXACT = 1 << 24;
    private static final int LONGEST_ROW = 1024; // stays in the first-level cache

    private final float[] patch = new float[LONGEST_ROW];
    private final float[] exact = new float[LONGEST_ROW];
    private final float[] real = new float[LONGEST_ROW];

    /**
     * One channel's weights.
     *
     * @param steps codes counted from their zero point
     * @param values dequantized
     * @param largestInputStep no input step is larger
     * @param stepSum {@code Σ |qw − zw|}
     */
    record Row(float[] steps, float[] values, float largestInputStep, long stepSum) {
        static Row of(float[] steps, float[] values, float largestInputStep) {
            long sum = 0;
            for (float step : steps) {
                sum += (long) Math.abs(step);
            }
            return new Row(steps, values, largestInputStep, sum);
        }

        /** Equation (32): no sum, no part of one, has a larger magnitude. */
        double worstCase(int biasCode) {
            return (double) stepSum * largestInputStep + Math.abs((double) biasCode);
        }

        /** Whether sums of any input fit an {@code int}, and single products float32. */
        boolean fits() {
            float largest = 0;
            for (float step : steps) {
                largest = Math.max(largest, Math.abs(step));
            }
            return worstCase(0) <= Integer.MAX_VALUE && largest * largestInputStep <= FLOAT_EXACT;
        }
    }

    /**
     * Sums of the output pixels {@code from} to {@code to}, counted through all images.
     *
     * @param shape of the whole layer
     * @param steps the input's steps (N, C, H, W)
     * @param scale the real size of an input step
     * @param sums takes {@code Σ (qx − zx)(qw − zw)}; null if they are known
     * @param fakeSums takes {@code Σ x̂·ŵ}
     */
    void fill(
            ConvShape shape, Patches patches, float[] steps, float scale, Row row, int channel, int from, int to,
            int[] sums, float[] fakeSums) {
        for (int start = from, end; start < to; start = end) {
            end = patches.rowEnd(start, Math.min(to, start + LONGEST_ROW));
            int count = end - start;
            Arrays.fill(exact, 0, count, 0f);
            Arrays.fill(real, 0, count, 0f);
            if (sums != null) {
                Arrays.fill(sums, start, end, 0);
            }
            walk(shape, patches, steps, scale, row, shape.firstInputChannel(channel), start, count, sums);
            System.arraycopy(real, 0, fakeSums, start, count);
        }
    }

    private void walk(
            ConvShape shape, Patches patches, float[] steps, float scale, Row row, int firstChannel, int start,
            int count, int[] sums) {
        float room = FLOAT_EXACT;
        int tap = 0;
        for (int c = firstChannel; c < firstChannel + shape.channelsPerGroup(); c++) {
            for (int ky = 0; ky < shape.geometry().kernelHeight(); ky++) {
                for (int kx = 0; kx < shape.geometry().kernelWidth(); kx++, tap++) {
                    float weightStep = row.steps()[tap];
                    float weight = row.values()[tap];
                    if (weightStep == 0 && weight == 0) {
                        continue; // adds nothing to either sum
                    }
                    patches.gather(steps, c, ky, kx, start, count, patch, 0);
                    if (sums == null) {
                        addTap(patch, scale, weight, real, count);
                        continue;
                    }
                    room -= row.largestInputStep() * Math.abs(weightStep);
                    if (room < 0) {
                        handOver(exact, sums, start, count);
                        room = FLOAT_EXACT - row.largestInputStep() * Math.abs(weightStep);
                    }
                    addTap(patch, weightStep, exact, scale, weight, real, count);
                }
            }
        }
        if (sums != null) {
            handOver(exact, sums, start, count);
        }
    }

    private static void addTap(
            float[] patch, float weightStep, float[] exact, float scale, float weight, float[] real, int count) {
        for (int i = 0; i < count; i++) {
            exact[i] = Math.fma(patch[i], weightStep, exact[i]);
            real[i] = Math.fma(scale * patch[i], weight, real[i]);
        }
    }

    private static void addTap(float[] patch, float scale, float weight, float[] real, int count) {
        for (int i = 0; i < count; i++) {
            real[i] = Math.fma(scale * patch[i], weight, real[i]);
        }
    }

    private static void handOver(float[] exact, int[] sums, int start, int count) {
        for (int i = 0; i < count; i++) {
            sums[start + i] += (int) exact[i];
        }
        Arrays.fill(exact, 0, count, 0f);
    }
}
