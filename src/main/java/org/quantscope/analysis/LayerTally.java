package org.quantscope.analysis;

import java.util.List;
import java.util.Optional;
import org.quantscope.conv.ChannelRange;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.Shape;

/**
 * The meters of neighbouring channels of a layer, put together from what each channel's tally knows.
 *
 * @param layer the layer
 * @param params what it ran with
 * @param output (N, channels, H', W')
 * @param channels one tally for each channel, in order
 */
public record LayerTally(Layer layer, LayerParams params, Shape output, List<ChannelTally> channels) {
    public LayerTally {
        channels = List.copyOf(channels);
    }

    private ChannelRange range() {
        return new ChannelRange(
                channels.get(0).outputs().channel(),
                channels.get(channels.size() - 1).outputs().channel() + 1);
    }

    /** The two meters. */
    public LayerReport report() {
        return LayerReport.of(channels, params, range(), output);
    }

    /** How much room the accumulator leaves; empty if there is no integer accumulator. */
    public Optional<AccumulatorHeadroom> headroom() {
        return AccumulatorHeadroom.of(layer, params, channels, range());
    }
}
