package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.quantscope.conv.Bias;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.FakeQuantConv;
import org.quantscope.conv.Operand;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;
import org.quantscope.tensor.FloatTensor;

/** One layer of the fake-quant network by our own loops, for comparison with the simulated one. */
final class ReferenceLayer {
    private ReferenceLayer() {}

    /** Sums with bias, before any clamp and output quantizer. */
    static FloatTensor sums(Layer layer, LayerParams params, FloatTensor input) {
        ChannelRange all = ChannelRange.all(layer.outputChannels());
        return FakeQuantConv.convolve(
                ConvShape.of(layer, input.shape(), all), Operand.input(input, params.input()),
                Operand.weight(layer.weight(), params.weight(), all), Bias.of(layer.bias(), params, all),
                Cancellation.NEVER);
    }

    /** The layer with its fused activation, the clamp of the parameters and the output quantizer. */
    static FloatTensor activated(Layer layer, LayerParams params, FloatTensor input) {
        FloatTensor sums = sums(layer, params, input);
        float[] values = sums.data().clone();
        for (int i = 0; i < values.length; i++) {
            float value = values[i];
            if (layer.activation().isPresent()) {
                value = Math.max(layer.activation().get().lo(), Math.min(layer.activation().get().hi(), value));
            }
            float clamped = params.clamp().isPresent() ? params.clamp().get().apply(value) : value;
            values[i] = params.output().map(own -> Quantizer.fakeQuantize(clamped, own)).orElse(clamped);
        }
        return FloatTensor.wrap(sums.shape(), values);
    }

    /**
     * Requires that values are equal up to float noise; of quantized ones a few may fall on the neighbouring code, where
     * the noise carries a value over the middle between two.
     */
    static void requireClose(FloatTensor given, FloatTensor expected, Optional<QuantParams> quantizer, String what) {
        assertThat(given.size()).as(what).isEqualTo(expected.size());
        double largest = 1e-6;
        for (float value : expected.data()) {
            largest = Math.max(largest, Math.abs(value));
        }
        double noise = 2e-5 * largest;
        int carried = 0;
        for (int i = 0; i < expected.size(); i++) {
            double distance = Math.abs((double) given.get(i) - expected.get(i));
            if (distance > noise) {
                carried++;
                double step = quantizer.map(QuantParams::step).orElse(0.0);
                assertThat(distance).as("%s: element %d, %s and %s", what, i, given.get(i), expected.get(i))
                        .isLessThanOrEqualTo(1.001 * step + noise);
            }
        }
        assertThat(carried).as(what + ": codes that differ").isLessThanOrEqualTo(1 + expected.size() / 50);
    }
}
