package org.quantscope.analysis;

import java.util.ArrayList;
import java.util.List;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.Shape;

/**
 * The two meters of a layer, and the first of them for every channel.
 *
 * @param channels the output channels that were compared
 * @param error float against fake-quant
 * @param channelErrors the same for each of {@code channels}
 * @param mismatch fake-quant against integer
 */
public record LayerReport(
        ChannelRange channels,
        QuantizationError error,
        List<QuantizationError> channelErrors,
        ImplementationMismatch mismatch) {
    public LayerReport {
        channelErrors = List.copyOf(channelErrors);
    }

    /** Of a whole run. */
    public static LayerReport of(LayerOutputs outputs, LayerParams params) {
        Shape shape = outputs.real().shape();
        int batch = shape.extent(0);
        int channels = shape.extent(1);
        int plane = shape.extent(2) * shape.extent(3);
        List<QuantizationError.Sum> sums = new ArrayList<>(channels);
        for (int channel = 0; channel < channels; channel++) {
            QuantizationError.Sum one = new QuantizationError.Sum();
            for (int image = 0; image < batch; image++) {
                int from = (image * channels + channel) * plane;
                one.add(outputs.real().data(), outputs.fakeQuant().data(), from, plane);
            }
            sums.add(one);
        }
        return of(outputs.channels(), sums, ImplementationMismatch.of(outputs, params));
    }

    /**
     * Of channels that were counted one by one.
     *
     * @param channels the channels counted
     * @param output (N, channels, H', W')
     */
    static LayerReport of(List<ChannelTally> tallies, LayerParams params, ChannelRange channels, Shape output) {
        return of(channels, tallies.stream().map(ChannelTally::error).toList(),
                ImplementationMismatch.of(tallies.stream().map(ChannelTally::mismatch).toList(), params, output));
    }

    private static LayerReport of(
            ChannelRange channels, List<QuantizationError.Sum> sums, ImplementationMismatch mismatch) {
        QuantizationError.Sum whole = new QuantizationError.Sum();
        sums.forEach(whole::add);
        return new LayerReport(channels, whole.result(),
                sums.stream().map(QuantizationError.Sum::result).toList(), mismatch);
    }

    /** The channel with the lowest SQNR; the first of them where several share it. */
    public int worstChannel() {
        int worst = 0;
        for (int i = 1; i < channelErrors.size(); i++) {
            if (channelErrors.get(i).sqnrDb() < channelErrors.get(worst).sqnrDb()) {
                worst = i;
            }
        }
        return channels.from() + worst;
    }
}
