package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.tensor.FloatTensor;

/** Answers that begin at the first layer that changed are, bit for bit, those of a run of the whole network. */
class RepeatedPredictionsTest {
    private static final Samples SAMPLES = new Samples();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyOrderOfRequestsGivesTheAnswersOfWholeRuns(long seed) throws IOException {
        Model model = SmallNetworks.read(SmallNetworks.residual(seed), folder);
        Random random = new Random(seed);
        List<FloatTensor> images = List.of(
                SmallNetworks.image(1, 1, 3, 9, 9), SmallNetworks.image(2, 1, 3, 9, 9),
                SmallNetworks.image(3, 2, 3, 7, 8));
        Map<String, LayerParams> params = new LinkedHashMap<>();
        try (SimulatedNetwork network = SimulatedNetwork.open(model, 1)) {
            for (int request = 0; request < 120; request++) {
                Layer layer = model.layers().get(random.nextInt(model.layers().size()));
                if (random.nextInt(4) == 0) {
                    params.remove(layer.name());
                } else {
                    params.put(layer.name(), quantized(layer, 2 + random.nextInt(3)));
                }
                requireWhole(network, images.get(random.nextInt(images.size())), params);
            }
            assertThat(network.keptRuns()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fashion-mobile.onnx", "fashion-lenet.onnx"})
    void oneLayerAtATimeAndAllButOne(String file) {
        SampleModel sample = Samples.models().stream().filter(one -> one.file().equals(file)).findFirst().orElseThrow();
        Model model = OnnxReader.read(SAMPLES.modelFile(sample));
        FloatTensor image = SAMPLES.images(sample)
                .networkInput(3, sample.preprocessing(), InputShape.of(model).shape());
        Map<String, LayerParams> all = new LinkedHashMap<>();
        model.layers().forEach(layer -> all.put(layer.name(), quantized(layer, 5)));
        try (SimulatedNetwork network = SimulatedNetwork.open(model, 1)) {
            requireWhole(network, image, Map.of());
            for (Layer layer : model.layers()) {
                requireWhole(network, image, Map.of(layer.name(), all.get(layer.name())));
            }
            for (Layer layer : model.layers()) {
                Map<String, LayerParams> others = new LinkedHashMap<>(all);
                others.remove(layer.name());
                requireWhole(network, image, others);
            }
            requireWhole(network, image, Map.of());
            assertThat(network.keptRuns()).isEqualTo(1);
        }
    }

    @Test
    void whatIsAskedOnceOrTwiceIsNotKept() throws IOException {
        Model model = SmallNetworks.read(SmallNetworks.residual(1), folder);
        List<FloatTensor> images = new ArrayList<>();
        try (SimulatedNetwork network = SimulatedNetwork.open(model, 1)) {
            for (int image = 0; image < 100; image++) {
                images.add(SmallNetworks.image(image, 1, 3, 9, 9));
                network.predict(images.get(image), Map.of(), Cancellation.NEVER);
                network.predict(images.get(image), Map.of("a", quantized(model.layers().get(0), 3)), Cancellation.NEVER);
            }
            assertThat(network.keptRuns()).isZero();
            for (FloatTensor image : images) {
                for (int bits = 2; bits < 6; bits++) {
                    network.predict(image, Map.of("b", quantized(model.layers().get(1), bits)), Cancellation.NEVER);
                }
            }
            assertThat(network.keptRuns()).isBetween(1, 64);
        }
    }

    private static void requireWhole(SimulatedNetwork network, FloatTensor image, Map<String, LayerParams> params) {
        float[] given = network.predict(image, params, Cancellation.NEVER).data();
        try (Activations whole = network.run(image, params, Cancellation.NEVER)) {
            assertThat(given).containsExactly(whole.networkOutput().data());
        }
    }

    private static LayerParams quantized(Layer layer, int bits) {
        QuantParams activation = new QuantParams(new QuantType(bits, false, false), 8f / (1 << bits), 1 << bits - 1);
        return new LayerParams(
                Optional.of(SmallNetworks.weights(layer, bits)), Optional.of(activation), Optional.of(activation),
                OptionalInt.of(32), LayerParams.FLOAT.requantization(), LayerParams.FLOAT.accumulator(),
                Optional.empty());
    }
}
