package org.quantscope.quant;

import java.util.Collections;
import java.util.List;

/**
 * The parameters of a weight tensor: one {@link QuantParams} for each output channel, whatever the granularity, so that
 * everything that computes has one way to read them.
 *
 * @param channels parameters by output channel (axis 0), not empty
 */
public record TensorParams(List<QuantParams> channels) {
    public TensorParams {
        channels = List.copyOf(channels);
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("A weight tensor needs the parameters of at least one channel.");
        }
    }

    /** The same parameters for every channel. */
    public static TensorParams uniform(QuantParams params, int channelCount) {
        return new TensorParams(Collections.nCopies(channelCount, params));
    }

    public QuantParams channel(int channel) {
        return channels.get(channel);
    }

    public int channelCount() {
        return channels.size();
    }

    /** Whether one set of parameters serves all channels. */
    public boolean isUniform() {
        QuantParams first = channels.get(0);
        return channels.stream().allMatch(first::equals);
    }
}
