package org.quantscope.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** Small models built by hand, so that a test of settings does not need an ONNX file. */
public final class TestModels {
    public static final String SHA256 = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private TestModels() {}

    public static Model of(Layer... layers) {
        return new Model(Path.of("folder", "net.onnx"), SHA256, 13, List.of(), List.of(), List.of(), List.of(layers));
    }

    /** A 3×3 convolution with a bias and a Relu that may be fused, reading {@code <name>.in}. */
    public static Layer conv(String name, int outputChannels, int inputChannels, long seed) {
        FloatTensor weight = random(Shape.of(outputChannels, inputChannels, 3, 3), seed);
        FusedActivation relu = new FusedActivation(name + ".relu", 0, Float.POSITIVE_INFINITY, name + ".relu.out");
        return layer(name, "Conv", LayerKind.CONV, weight, name + ".in", Optional.of(relu), 0);
    }

    /** A fully connected layer; {@code storedOutputAxis} is 0 with transB and 1 without. */
    public static Layer gemm(String name, int outputs, int features, int storedOutputAxis, long seed) {
        FloatTensor weight = random(Shape.of(outputs, features, 1, 1), seed);
        return layer(name, "Gemm", LayerKind.GEMM, weight, name + ".in", Optional.empty(), storedOutputAxis);
    }

    public static Layer layer(
            String name,
            String op,
            LayerKind kind,
            FloatTensor weight,
            String input,
            Optional<FusedActivation> activation,
            int storedOutputAxis) {
        boolean image = kind != LayerKind.GEMM && kind != LayerKind.MATMUL;
        int extent = image ? weight.shape().extent(2) : 1;
        return new Layer(
                name,
                name,
                op,
                kind,
                weight,
                Optional.of(random(Shape.of(weight.shape().extent(0)), name.hashCode())),
                new ConvGeometry(extent, extent, 1, 1, 0, 0, 0, 0, 1, 1, 1),
                AutoPad.NOTSET,
                name + ".weight",
                Optional.of(name + ".bias"),
                input,
                image ? InputLayout.IMAGE : InputLayout.ROWS,
                name + ".out",
                activation,
                true,
                storedOutputAxis);
    }

    /** The same layer without a bias. */
    public static Layer withoutBias(Layer layer) {
        return copy(layer, Optional.empty(), layer.input(), layer.weightsAsStored());
    }

    /** The same layer reading another tensor. */
    public static Layer reading(Layer layer, String input) {
        return copy(layer, layer.bias(), input, layer.weightsAsStored());
    }

    /** The same layer as if a Gemm's alpha had been applied to its weights. */
    public static Layer withChangedWeights(Layer layer) {
        return copy(layer, layer.bias(), layer.input(), false);
    }

    /** The same layer as if its bias had been computed from the stored one. */
    public static Layer withUnstoredBias(Layer layer) {
        return new Layer(
                layer.name(), layer.displayName(), layer.op(), layer.kind(), layer.weight(), layer.bias(),
                layer.geometry(), layer.autoPad(), layer.weightName(), Optional.empty(), layer.input(),
                layer.inputLayout(), layer.output(), layer.activation(), true, layer.storedOutputAxis());
    }

    private static Layer copy(Layer layer, Optional<FloatTensor> bias, String input, boolean weightsAsStored) {
        return new Layer(
                layer.name(), layer.displayName(), layer.op(), layer.kind(), layer.weight(), bias, layer.geometry(),
                layer.autoPad(), layer.weightName(), bias.isPresent() ? layer.biasName() : Optional.empty(), input,
                layer.inputLayout(), layer.output(), layer.activation(), weightsAsStored, layer.storedOutputAxis());
    }

    private static FloatTensor random(Shape shape, long seed) {
        Random random = new Random(seed);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * 0.3f;
        }
        return FloatTensor.wrap(shape, values);
    }
}
