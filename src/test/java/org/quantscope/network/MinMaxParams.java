package org.quantscope.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.Formula;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.ParameterChoice;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Rounding;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** Parameters of every layer of a network from the smallest and the largest values: for tests of whole networks. */
public final class MinMaxParams {
    private MinMaxParams() {}

    /** Symmetric weights for each channel, affine unsigned activations of the same ranges on all images. */
    public static Map<String, LayerParams> of(Model model, List<FloatTensor> images) {
        return of(model, images, QuantType.INT8_NARROW, QuantType.UINT8, QuantScheme.AFFINE);
    }

    public static Map<String, LayerParams> of(
            Model model, List<FloatTensor> images, QuantType weightType, QuantType activationType, QuantScheme scheme) {
        Map<String, float[]> inputs = new LinkedHashMap<>();
        Map<String, float[]> outputs = new LinkedHashMap<>();
        try (NetworkRunner runner = NetworkRunner.open(model)) {
            for (FloatTensor image : images) {
                try (Activations activations = runner.run(image)) {
                    for (Layer layer : model.layers()) {
                        inputs.merge(layer.name(), range(activations.input(layer)), MinMaxParams::both);
                        outputs.merge(layer.name(), range(activations.activated(layer)), MinMaxParams::both);
                    }
                }
            }
        }
        Map<String, LayerParams> params = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            params.put(layer.name(), new LayerParams(
                    Optional.of(weight(layer, weightType)),
                    Optional.of(choose(inputs.get(layer.name()), activationType, scheme)),
                    Optional.of(choose(outputs.get(layer.name()), activationType, scheme)),
                    OptionalInt.of(32), RequantizationProfile.FLOAT32, Accumulator.EXACT,
                    layer.activation().map(own -> new Clamp(own.lo(), own.hi()))));
        }
        return params;
    }

    private static TensorParams weight(Layer layer, QuantType type) {
        float[] weight = layer.weight().data();
        int taps = layer.taps();
        List<QuantParams> channels = new ArrayList<>();
        for (int channel = 0; channel < layer.outputChannels(); channel++) {
            float[] row = Arrays.copyOfRange(weight, channel * taps, (channel + 1) * taps);
            channels.add(choose(
                    range(FloatTensor.wrap(Shape.of(taps), row)), type, QuantScheme.SYMMETRIC));
        }
        return new TensorParams(channels);
    }

    private static QuantParams choose(float[] range, QuantType type, QuantScheme scheme) {
        return ParameterChoice.choose(
                new ClippingRange(range[0], range[1]), type, scheme, Rounding.HALF_TO_EVEN, Formula.ONNX);
    }

    private static float[] range(FloatTensor values) {
        float[] range = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        for (float value : values.data()) {
            range[0] = Math.min(range[0], value);
            range[1] = Math.max(range[1], value);
        }
        return range;
    }

    private static float[] both(float[] a, float[] b) {
        return new float[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])};
    }
}
