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

    /** Gives a difference plane by plane. */
    @FunctionalInterface
    public interface Planes {
        /** Fills {@code plane} with the difference of a channel. */
        void fill(int channel, float[] plane);
    }

    /**
     * Counts the elements of a difference.
     *
     * @param planes asked twice for each channel: for the range, and to count
     * @param planeSize elements of one channel
     * @param selected which channel is counted by itself, too
     */
    public static ErrorHistogram of(Planes planes, int channels, int planeSize, int selected) {
        float[] plane = new float[planeSize];
        float largest = 0;
        for (int channel = 0; channel < channels; channel++) {
            planes.fill(channel, plane);
            for (float value : plane) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        double width = largest == 0 ? 1.0 / HALF : largest / (double) HALF;
        int[] counts = new int[2 * HALF + 1];
        int[] own = new int[2 * HALF + 1];
        for (int channel = 0; channel < channels; channel++) {
            planes.fill(channel, plane);
            for (float value : plane) {
                int bin = Math.max(0, Math.min(2 * HALF, HALF + (int) Math.rint(value / width)));
                counts[bin]++;
                own[bin] += channel == selected ? 1 : 0;
            }
        }
        return new ErrorHistogram(width, counts, own, channels * planeSize);
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
        int images = shape.extent(0);
        return of((which, into) -> {
            for (int image = 0; image < images; image++) {
                System.arraycopy(difference, (image * channels + which) * plane, into, image * plane, plane);
            }
        }, channels, images * plane, channel);
    }
}
