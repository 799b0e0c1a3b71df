package org.quantscope.conv.engine;

import java.util.Arrays;
import org.quantscope.conv.ConvShape;

/**
 * The sums of one output channel in plain Java, a row of pixels at a time so that the compiler can use vector
 * instructions. For depthwise layers and single channels, where a matrix product has nothing to share. The order of the
 * additions is that of the reference loops, so the results are theirs to the last bit.
 */
final class PlaneSums {
    private static final int LONGEST_ROW = 1024; // stays in the first-level cache

    private final float[] patch = new float[LONGEST_ROW];
    private final float[] sums = new float[LONGEST_ROW];
    private final double[] wideSums = new double[LONGEST_ROW];

    /** Fills image {@code image} of channel {@code row} of {@code y} (N, channels, H', W'), in float32. */
    void fill(ConvShape shape, Patches patches, float[] x, float[] w, int image, int row, float[] y) {
        int first = image * patches.plane();
        int target = (image * shape.channels().count() + row) * patches.plane();
        fill(shape, patches, x, w, row, first, first + patches.plane(), y, target);
    }

    /**
     * Fills the output pixels {@code from} to {@code to}, counted through all images, of a plane (N, H', W') of channel
     * {@code row}.
     */
    void fill(ConvShape shape, Patches patches, float[] x, float[] w, int row, int from, int to, float[] plane) {
        fill(shape, patches, x, w, row, from, to, plane, from);
    }

    private void fill(
            ConvShape shape, Patches patches, float[] x, float[] w, int row, int from, int to, float[] y, int target) {
        for (int start = from, end; start < to; start = end) {
            end = patches.rowEnd(start, Math.min(to, start + LONGEST_ROW));
            int count = end - start;
            Arrays.fill(sums, 0, count, 0f);
            int tap = row * shape.taps();
            int channel = shape.firstInputChannel(row);
            for (int c = 0; c < shape.channelsPerGroup(); c++) {
                for (int ky = 0; ky < shape.geometry().kernelHeight(); ky++) {
                    for (int kx = 0; kx < shape.geometry().kernelWidth(); kx++, tap++) {
                        patches.gather(x, channel + c, ky, kx, start, count, patch, 0);
                        addTap(patch, w[tap], sums, count);
                    }
                }
            }
            System.arraycopy(sums, 0, y, target + start - from, count);
        }
    }

    /** The same in double precision. */
    void fill(ConvShape shape, Patches patches, float[] x, float[] w, int image, int row, double[] y) {
        int first = image * patches.plane();
        int target = (image * shape.channels().count() + row) * patches.plane();
        int last = first + patches.plane();
        for (int start = first, end; start < last; start = end) {
            end = patches.rowEnd(start, Math.min(last, start + LONGEST_ROW));
            int count = end - start;
            Arrays.fill(wideSums, 0, count, 0.0);
            int tap = row * shape.taps();
            int channel = shape.firstInputChannel(row);
            for (int c = 0; c < shape.channelsPerGroup(); c++) {
                for (int ky = 0; ky < shape.geometry().kernelHeight(); ky++) {
                    for (int kx = 0; kx < shape.geometry().kernelWidth(); kx++, tap++) {
                        patches.gather(x, channel + c, ky, kx, start, count, patch, 0);
                        addTap(patch, w[tap], wideSums, count);
                    }
                }
            }
            System.arraycopy(wideSums, 0, y, target + start - first, count);
        }
    }

    private static void addTap(float[] patch, float weight, float[] sums, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] = Math.fma(patch[i], weight, sums[i]);
        }
    }

    private static void addTap(float[] patch, double weight, double[] sums, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += patch[i] * weight;
        }
    }
}
