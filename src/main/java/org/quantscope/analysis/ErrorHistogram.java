package org.quantscope.analysis;

import org.quantscope.tensor.Shape;

/**
 * How a difference of two output tensors is spread: an odd number of equal bins, the middle one centred at zero.
 *
 * @param binWidth width of a bin in real units
 * @param counts values in each bin, all channels
 * @param channelCounts values in each bin, the selected channel alone
 * @param total values counted
 */
public record ErrorHistogram(double binWidth, int[] counts, int[] channelCounts, int total) {
    private static final int HALF = 30;

    /** Centre of a bin. */
    public double centre(int bin) {
        return (bin - HALF) * binWidth;
    }

    public double extent() {
        return (HALF + 0.5) * binWidth;
    }

    /**
     * Counts the elements of a difference.
     *
     * @param difference in the layout of {@code shape}
     * @param shape (N, C, H, W)
     * @param channel which C is the selected one
     */
    public static ErrorHistogram of(float[] difference, Shape shape, int channel) {
        double largest = 0;
        for (float value : difference) {
            largest = Math.max(largest, Math.abs(value));
        }
        double width = largest == 0 ? 1.0 / HALF : largest / HALF;
        int[] counts = new int[2 * HALF + 1];
        int[] own = new int[2 * HALF + 1];
        int plane = shape.extent(2) * shape.extent(3);
        for (int i = 0; i < difference.length; i++) {
            int bin = Math.max(0, Math.min(2 * HALF, HALF + (int) Math.rint(difference[i] / width)));
            counts[bin]++;
            if (i / plane % shape.extent(1) == channel) {
                own[bin]++;
            }
        }
        return new ErrorHistogram(width, counts, own, difference.length);
    }
}
