package org.quantscope.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** Small random networks and parameters for tests of whole networks. */
final class SmallNetworks {
    private SmallNetworks() {}

    /** Three convolutions one after another, {@code a}, {@code b} and {@code c}; two with a fused activation. */
    static OnnxModels chain(long seed) {
        Random random = new Random(seed);
        return OnnxModels.opset(13).input("x", -1, 3, -1, -1)
                .initializer("wa", values(random, 5 * 3 * 9), 5, 3, 3, 3)
                .initializer("ba", values(random, 5), 5)
                .initializer("wb", values(random, 5 * 9), 5, 1, 3, 3)
                .initializer("wc", values(random, 4 * 5), 4, 5, 1, 1)
                .initializer("bc", values(random, 4), 4)
                .node("Conv", "a", "x,wa,ba", "ya", OnnxModels.integers("pads", 1, 1, 1, 1))
                .node("Relu", "ra", "ya", "za")
                .node("Conv", "b", "za,wb", "yb", OnnxModels.integer("group", 5),
                        OnnxModels.integers("strides", 2, 2))
                .node("Relu", "rb", "yb", "zb")
                .node("Conv", "c", "zb,wc,bc", "y")
                .output("y");
    }

    /**
     * A residual block and a classifier: {@code x} feeds the layers {@code a} and {@code s}, the output of {@code b} is
     * added to that of {@code s}, {@code s} is an output of the network as well, {@code g} is fully connected.
     */
    static OnnxModels residual(long seed) {
        Random random = new Random(seed);
        return OnnxModels.opset(13).input("x", -1, 3, -1, -1)
                .initializer("wa", values(random, 6 * 3 * 9), 6, 3, 3, 3)
                .initializer("ba", values(random, 6), 6)
                .initializer("wb", values(random, 4 * 3 * 9), 4, 3, 3, 3)
                .initializer("bb", values(random, 4), 4)
                .initializer("ws", values(random, 4 * 3), 4, 3, 1, 1)
                .initializer("wg", values(random, 4 * 7), 4, 7)
                .initializer("bg", values(random, 7), 7)
                .node("Conv", "a", "x,wa,ba", "ya", OnnxModels.integers("pads", 1, 1, 1, 1))
                .node("Relu", "ra", "ya", "za")
                .node("Conv", "b", "za,wb,bb", "yb", OnnxModels.integer("group", 2),
                        OnnxModels.integers("pads", 1, 1, 1, 1))
                .node("Conv", "s", "x,ws", "ys")
                .node("Add", "sum", "yb,ys", "z")
                .node("Relu", "rz", "z", "zz")
                .node("GlobalAveragePool", "pool", "zz", "p")
                .node("Flatten", "flat", "p", "f")
                .node("Gemm", "g", "f,wg,bg", "y")
                .output("y").output("ys");
    }

    static Model read(OnnxModels network, Path folder) throws IOException {
        return OnnxReader.read(network.write(folder.resolve("net.onnx")));
    }

    static float[] values(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() * 0.4f;
        }
        return values;
    }

    static FloatTensor image(long seed, int... extents) {
        Shape shape = Shape.of(extents);
        Random random = new Random(seed);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return FloatTensor.wrap(shape, values);
    }

    /** Symmetric weights of a bit-width, one scale for each channel, by their largest magnitude. */
    static TensorParams weights(Layer layer, int bits) {
        QuantType type = new QuantType(bits, true, true);
        List<QuantParams> channels = new ArrayList<>();
        int taps = layer.taps();
        for (int channel = 0; channel < layer.outputChannels(); channel++) {
            float largest = 1e-30f;
            for (int tap = 0; tap < taps; tap++) {
                largest = Math.max(largest, Math.abs(layer.weight().get(channel * taps + tap)));
            }
            channels.add(new QuantParams(type, largest / type.qmax(), 0));
        }
        return new TensorParams(channels);
    }

    /** Weights alone. */
    static LayerParams weightsOnly(TensorParams weights) {
        return new LayerParams(Optional.of(weights), Optional.empty(), Optional.empty(), OptionalInt.empty(),
                LayerParams.FLOAT.requantization(), LayerParams.FLOAT.accumulator(), Optional.empty());
    }

    /** Float weights between quantized activations. */
    static LayerParams activations(Optional<QuantParams> input, Optional<QuantParams> output) {
        return new LayerParams(Optional.empty(), input, output, OptionalInt.empty(),
                LayerParams.FLOAT.requantization(), LayerParams.FLOAT.accumulator(), Optional.empty());
    }
}
