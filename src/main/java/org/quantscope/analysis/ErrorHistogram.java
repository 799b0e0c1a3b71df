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

    /** The width of a bin for differences up to a magnitude. */
    public static double binWidth(float largest) {
        return largest == 0 ? 1.0 / HALF : largest / (double) HALF;
    }

    /** How many elements of a difference each bin of a width has. */
    public static int[] counts(float[] difference, double binWidth) {
        int[] counts = new int[2 * HALF + 1];
        for (float value : difference) {
            counts[Math.max(0, Math.min(2 * HALF, HALF + (int) Math.rint(value / binWidth)))]++;
        }
        return counts;
    }

    /**
     * Puts the counts of channels together.
     *
     * @param byChannel from {@link #counts}, all with the same width
     * @param selected which channel is shown by itself, too
     * @param planeSize elements of one channel
     */
    public static ErrorHistogram of(int[][] byChannel, double binWidth, int selected, int planeSize) {
        int[] all = new int[2 * HALF + 1];
        for (int[] counts : byChannel) {
            for (int bin = 0; bin < all.length; bin++) {
                all[bin] += counts[bin];
            }
        }
        return new ErrorHistogram(binWidth, all, byChannel[selected].clone(), byChannel.length * planeSize);
    }

    /**
     * Counts the elements of a difference.
     *
     * @param difference in the layout of {@code shape}
     * @param shape (N, C, H, W)
     * @param channel which C is the selected one
     */
    public static ErrorHistogram of(float[] difference, Shape shape, int channel) {
        int plane = shape.extent(2) * shape.extent(3);
        int channels = shape.extent(1);
        float largest = 0;
        for (float value : difference) {
            largest = Math.max(largest, Math.abs(value));
        }
        double width = binWidth(largest);
        int[][] counts = new int[channels][];
        float[] own = new float[shape.extent(0) * plane];
        for (int which = 0; which < channels; which++) {
            for (int image = 0; image < shape.extent(0); image++) {
                System.arraycopy(difference, (image * channels + which) * plane, own, image * plane, plane);
            }
            counts[which] = counts(own, width);
        }
        return of(counts, width, channel, own.length);
    }
}
