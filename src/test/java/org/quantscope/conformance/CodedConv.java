package org.quantscope.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.conv.RandomLayers;
import org.quantscope.conv.engine.ConvEngine;
import org.quantscope.conv.engine.LayerRunner;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.Layer;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.BiasQuantizer;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.Shape;

/**
 * A convolution that is given in codes, as runtimes take it. The layer that is explored holds the real values of these
 * codes; quantized with the same parameters they are the codes again.
 *
 * @param geometry kernel, strides, pads, dilations, group
 * @param x input codes (N, C, H, W)
 * @param input parameters of the input
 * @param w weight codes (O, C/group, kh, kw)
 * @param weight parameters of the weights by output channel
 * @param bias bias codes on the accumulator's scale, of at most 23 bits so that float32 holds them
 * @param output parameters of the output; empty: the accumulator is what is wanted
 */
record CodedConv(
        ConvGeometry geometry,
        IntTensor x,
        QuantParams input,
        IntTensor w,
        TensorParams weight,
        Optional<int[]> bias,
        Optional<QuantParams> output) {

    /** Runs it through the layer runner as the window and the commands do, requantized as ONNX Runtime does. */
    LayerOutputs run(ConvEngine engine) {
        int channels = w.shape().extent(0);
        LayerParams params = new LayerParams(
                Optional.of(weight), Optional.of(input), output, OptionalInt.of(32),
                RequantizationProfile.FLOAT32, Accumulator.EXACT, Optional.empty());
        LayerOutputs outputs = new LayerRunner(engine)
                .run(layer(), real(x, input), params, ChannelRange.all(channels), Cancellation.NEVER);
        assertThat(outputs.inputCodes()).as("input codes").contains(x);
        assertThat(outputs.weightCodes()).as("weight codes").contains(w);
        return outputs;
    }

    private Layer layer() {
        float[] weights = new float[w.size()];
        int channels = w.shape().extent(0);
        int taps = w.size() / channels;
        for (int channel = 0; channel < channels; channel++) {
            Quantizer.dequantize(
                    w.data(), weights, channel * taps, (channel + 1) * taps, weight.channel(channel));
        }
        return RandomLayers.layer("coded", FloatTensor.wrap(w.shape(), weights), bias.map(this::realBias), geometry);
    }

    private FloatTensor realBias(int[] codes) {
        float[] values = new float[codes.length];
        for (int channel = 0; channel < codes.length; channel++) {
            float scale = BiasQuantizer.scale(input.scale(), weight.channel(channel).scale());
            values[channel] = BiasQuantizer.dequantize(codes[channel], scale);
        }
        return FloatTensor.wrap(Shape.of(codes.length), values);
    }

    private static FloatTensor real(IntTensor codes, QuantParams params) {
        float[] values = new float[codes.size()];
        Quantizer.dequantize(codes.data(), values, 0, values.length, params);
        return FloatTensor.wrap(codes.shape(), values);
    }
}
