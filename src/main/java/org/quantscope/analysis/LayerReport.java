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

    public static LayerReport of(LayerOutputs outputs, LayerParams params) {
        Shape shape = outputs.real().shape();
        int batch = shape.extent(0);
        int channels = shape.extent(1);
        int plane = shape.extent(2) * shape.extent(3);
        QuantizationError.Sum whole = new QuantizationError.Sum();
        List<QuantizationError> each = new ArrayList<>(channels);
        for (int channel = 0; channel < channels; channel++) {
            QuantizationError.Sum one = new QuantizationError.Sum();
            for (int image = 0; image < batch; image++) {
                int from = (image * channels + channel) * plane;
                one.add(outputs.real().data(), outputs.fakeQuant().data(), from, plane);
            }
            whole.add(one);
            each.add(one.result());
        }
        return new LayerReport(
                outputs.channels(), whole.result(), each, ImplementationMismatch.of(outputs, params));
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
