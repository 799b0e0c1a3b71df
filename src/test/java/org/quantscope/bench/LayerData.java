package org.quantscope.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Operand;
import org.quantscope.conv.RandomLayers;
import org.quantscope.conformance.RuntimeIntegers;
import org.quantscope.model.Layer;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * The numbers that both programs are given for a layer: an 8-bit input that does not count from its lowest code, and
 * symmetric weights with a scale for each channel, as wide as ONNX Runtime is exact with on this processor.
 *
 * @param kind which layer
 * @param layer with float weights and no bias
 * @param input the float input (1, C, H, W)
 * @param params without an output quantizer
 * @param x the input as codes and back
 * @param w the weights as codes and back
 */
record LayerData(BenchLayer kind, Layer layer, FloatTensor input, LayerParams params, Operand x, Operand w) {
    private static final long SEED = 4;
    private static final float REACH = 4; // standard deviations that the input codes span, in both directions

    static LayerData of(BenchLayer kind) {
        Random random = new Random(SEED);
        FloatTensor input = normal(random, kind.shape().input());
        FloatTensor weight = normal(random, kind.shape().weight());
        Layer layer = RandomLayers.layer(kind.word(), weight, Optional.empty(), kind.shape().geometry());
        LayerParams params = new LayerParams(
                Optional.of(weightParams(weight, RuntimeIntegers.exactWeightBits())),
                Optional.of(new QuantParams(QuantType.UINT8, 2 * REACH / 255, 117)),
                Optional.empty(),
                OptionalInt.empty(),
                RequantizationProfile.FLOAT32,
                Accumulator.EXACT,
                Optional.empty());
        Operand x = Operand.input(input, params.input());
        Operand w = Operand.weight(weight, params.weight(), ChannelRange.all(kind.shape().outputChannels()));
        return new LayerData(kind, layer, input, params, x, w);
    }

    /** The weight parameters with another scale for one channel. */
    static TensorParams withScale(TensorParams params, int channel, float scale) {
        List<QuantParams> channels = new ArrayList<>(params.channels());
        QuantParams old = channels.get(channel);
        channels.set(channel, new QuantParams(old.type(), scale, 0));
        return new TensorParams(channels);
    }

    /** The weight parameters with every scale times {@code factor}. */
    static TensorParams withAllScales(TensorParams params, float factor) {
        return new TensorParams(params.channels().stream()
                .map(old -> new QuantParams(old.type(), old.scale() * factor, 0))
                .toList());
    }

    LayerParams withWeight(TensorParams weight) {
        return new LayerParams(Optional.of(weight), params.input(), params.output(), params.biasBits(),
                params.requantization(), params.accumulator(), params.clamp());
    }

    /** What input, weights and output take in float32. */
    long tensorBytes() {
        return (long) Float.BYTES * (input.size() + layer.weight().size() + kind.shape().output().size());
    }

    /** The weights in 8 bits, where those of {@code w} are narrower for the runtime's sake. */
    Optional<Operand> wider() {
        return RuntimeIntegers.exactWeightBits() == Byte.SIZE
                ? Optional.empty()
                : Optional.of(Operand.weight(
                        layer.weight(), Optional.of(weightParams(layer.weight(), Byte.SIZE)), kind.shape().channels()));
    }

    private static TensorParams weightParams(FloatTensor weight, int bits) {
        QuantType type = new QuantType(bits, true, true);
        int channels = weight.shape().extent(0);
        int length = weight.size() / channels;
        List<QuantParams> params = new ArrayList<>(channels);
        for (int channel = 0; channel < channels; channel++) {
            float largest = 0;
            for (int at = channel * length; at < (channel + 1) * length; at++) {
                largest = Math.max(largest, Math.abs(weight.get(at)));
            }
            params.add(new QuantParams(type, largest / type.qmax(), 0));
        }
        return new TensorParams(params);
    }

    private static FloatTensor normal(Random random, Shape shape) {
        float[] values = new float[shape.size()];
        for (int at = 0; at < values.length; at++) {
            values[at] = (float) random.nextGaussian();
        }
        return FloatTensor.wrap(shape, values);
    }
}
