package org.quantscope.ui.chart;

import java.util.List;
import org.quantscope.analysis.ChannelSpan;

/**
 * Where the channels of the strip of ranges stand, in pixels.
 *
 * @param channels how many there are
 * @param pitch width of a channel's column
 * @param left where the columns begin
 * @param width room for columns
 * @param scrolled how far the columns are shifted to the left
 */
record StripLayout(int channels, double pitch, double left, double width, double scrolled) {
    static final double LEAST_PITCH = 24;
    private static final double LARGEST_PITCH = 64;

    static StripLayout of(int channels, double left, double width, double scrolled) {
        double even = channels == 0 ? LARGEST_PITCH : width / channels;
        double pitch = Math.max(LEAST_PITCH, Math.min(LARGEST_PITCH, even));
        double most = Math.max(0, channels * pitch - width);
        return new StripLayout(channels, pitch, left, Math.max(0, width), Math.max(0, Math.min(most, scrolled)));
    }

    /** How far the columns can be shifted; 0 where all are seen. */
    double mostScrolled() {
        return Math.max(0, channels * pitch - width);
    }

    /** Centre of a column. */
    double centre(int channel) {
        return left + (channel + 0.5) * pitch - scrolled;
    }

    int firstShown() {
        return Math.max(0, (int) Math.floor(scrolled / pitch));
    }

    /** One after the last column that is seen, if only in part. */
    int endShown() {
        return Math.min(channels, (int) Math.ceil((scrolled + width) / pitch));
    }

    /** The channel under a pixel, or −1. */
    int channelAt(double x) {
        if (x < left || x > left + width) {
            return -1;
        }
        int channel = (int) Math.floor((x - left + scrolled) / pitch);
        return channel >= 0 && channel < channels ? channel : -1;
    }

    /** Scrolled no further than needed to show a channel. */
    StripLayout showing(int channel) {
        double least = (channel + 1) * pitch - width;
        return of(channels, left, width, Math.max(least, Math.min(channel * pitch, scrolled)));
    }

    /** The largest magnitude in the strip; 1 where all is zero. */
    static double largest(List<ChannelSpan> spans) {
        double largest = 0;
        for (ChannelSpan span : spans) {
            for (float end : new float[] {span.min(), span.max(), span.lowest(), span.highest()}) {
                // The ends of the box are NaN where the weights are float.
                largest = Float.isFinite(end) ? Math.max(largest, Math.abs((double) end)) : largest;
            }
        }
        return largest > 0 ? largest : 1;
    }
}
