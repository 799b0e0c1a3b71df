package org.quantscope.analysis;

import java.util.List;

/**
 * How a difference of two output tensors is spread: an odd number of equal bins, the middle one centred at zero.
 *
 * @param binWidth width of a bin in real units, a power of two, so that the bins stand still while the differences move
 * @param counts values in each bin, all channels
 * @param channelCounts values in each bin, the selected channel alone
 * @param total values counted
 */
public record ErrorHistogram(double binWidth, int[] counts, int[] channelCounts, int total) {
    /** At most so many bins on each side, and more than half as many. */
    private static final int HALF = 48;

    /** Centre of a bin. */
    public double centre(int bin) {
        return (bin - counts.length / 2) * binWidth;
    }

    public double extent() {
        return counts.length * binWidth / 2;
    }

    /**
     * Puts channels together.
     *
     * @param channels each with the same number of values
     * @param selected which channel is shown by itself, too
     * @param planeSize values of one channel
     */
    public static ErrorHistogram of(List<ErrorSpread> channels, int selected, int planeSize) {
        float largest = 0;
        for (ErrorSpread channel : channels) {
            largest = Math.max(largest, channel.largest());
        }
        double width = largest == 0 ? 1.0 / HALF : ErrorSpread.powerOfTwoFrom(largest / (double) HALF);
        int half = largest == 0 ? HALF : (int) Math.floor(largest / width + 0.5);
        int[] all = new int[2 * half + 1];
        for (ErrorSpread channel : channels) {
            channel.addTo(all, width);
        }
        int[] own = new int[all.length];
        channels.get(selected).addTo(own, width);
        return new ErrorHistogram(width, all, own, channels.size() * planeSize);
    }
}
