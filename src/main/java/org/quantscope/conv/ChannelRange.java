package org.quantscope.conv;

/**
 * Output channels {@code from} to {@code to}, the latter not included.
 *
 * @param from first channel, not negative
 * @param to one past the last channel, greater than {@code from}
 */
public record ChannelRange(int from, int to) {
    public ChannelRange {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("There are no channels from " + from + " to " + to + ".");
        }
    }

    public static ChannelRange all(int channels) {
        return new ChannelRange(0, channels);
    }

    public static ChannelRange single(int channel) {
        return new ChannelRange(channel, channel + 1);
    }

    public int count() {
        return to - from;
    }
}
