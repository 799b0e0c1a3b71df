package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.RandomLayers;
import org.quantscope.conv.RandomParams;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.ModelFormatException;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.MethodParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** The simulated network as a whole: against our own layers, against itself, and its life. */
class SimulatedNetworkTest {
    private static final int SEEDS = 12;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyLayerIsOurOwnFakeQuantLayerOfItsInput(boolean otherFormulas) throws IOException {
        Model model = residual(3);
        try (SimulatedNetwork network = SimulatedNetwork.open(model, 1)) {
            for (int seed = 0; seed < SEEDS; seed++) {
                RandomParams random = new RandomParams(new RandomLayers(seed));
                Map<String, LayerParams> params = new LinkedHashMap<>();
                for (Layer layer : model.layers()) {
                    int channels = layer.outputChannels();
                    params.put(layer.name(), otherFormulas ? random.otherFormulas(channels) : random.any(channels));
                }
                FloatTensor image = SmallNetworks.image(seed, 2, 3, 9, 9);
                try (Activations activations = network.run(image, params, Cancellation.NEVER)) {
                    for (Layer layer : model.layers()) {
                        LayerParams own = params.get(layer.name());
                        ReferenceLayer.requireClose(
                                activations.activated(layer),
                                ReferenceLayer.activated(layer, own, activations.input(layer)),
                                own.output(), "seed " + seed + ", layer " + layer.name());
                    }
                }
            }
        }
    }

    /** Layer after layer by our own loops, with ONNX Runtime nowhere between. */
    @Test
    void aChainOfLayersEndsWhereOurOwnChainEnds() throws IOException {
        Model model = SmallNetworks.read(SmallNetworks.chain(5), folder);
        QuantParams activations = new QuantParams(new QuantType(8, false, false), 0.05f, 96);
        Map<String, LayerParams> params = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            params.put(layer.name(), new LayerParams(
                    Optional.of(SmallNetworks.weights(layer, 4)), Optional.of(activations), Optional.empty(),
                    OptionalInt.of(32), LayerParams.FLOAT.requantization(), LayerParams.FLOAT.accumulator(),
                    Optional.empty()));
        }
        FloatTensor image = SmallNetworks.image(11, 1, 3, 8, 8);
        FloatTensor own = image;
        for (Layer layer : model.layers()) {
            own = ReferenceLayer.activated(layer, params.get(layer.name()), own);
        }
        try (SimulatedNetwork network = SimulatedNetwork.open(model, 2)) {
            FloatTensor given = network.predict(image, params, Cancellation.NEVER);
            assertThat(given.shape()).isEqualTo(own.shape());
            // one code of the last layer's input, carried over by float noise, would be 0.05 times a weight
            for (int i = 0; i < own.size(); i++) {
                assertThat(given.get(i)).isCloseTo(own.get(i), within(1e-4f));
            }
        }
    }

    @Test
    void whatIsNotQuantizedIsTheFloatNetwork() throws IOException {
        Model model = residual(4);
        FloatTensor image = SmallNetworks.image(1, 2, 3, 9, 9);
        try (SimulatedNetwork network = SimulatedNetwork.open(model, 1);
                NetworkRunner runner = NetworkRunner.open(model);
                Activations expected = runner.run(image);
                Activations given = network.run(image, Map.of(), Cancellation.NEVER)) {
            for (Layer layer : model.layers()) {
                assertThat(given.input(layer).data()).containsExactly(expected.input(layer).data());
                assertThat(given.output(layer).data()).containsExactly(expected.output(layer).data());
                assertThat(given.activated(layer).data()).containsExactly(expected.activated(layer).data());
            }
            assertThat(given.networkOutput().data()).containsExactly(expected.networkOutput().data());
        }
    }

    @Test
    void editsGoBackAndForthWithoutATrace() throws IOException {
        Model model = residual(6);
        FloatTensor image = SmallNetworks.image(1, 1, 3, 9, 9);
        Map<String, LayerParams> first = everything(model, 4);
        Map<String, LayerParams> second = new LinkedHashMap<>(first);
        second.put("b", everything(model, 2).get("b"));
        try (SimulatedNetwork network = SimulatedNetwork.open(model, 1)) {
            float[] floats = network.predict(image, Map.of(), Cancellation.NEVER).data();
            float[] before = network.predict(image, first, Cancellation.NEVER).data();
            float[] edited = network.predict(image, second, Cancellation.NEVER).data();
            assertThat(before).isNotEqualTo(floats).isNotEqualTo(edited);
            assertThat(network.predict(image, Map.of(), Cancellation.NEVER).data()).containsExactly(floats);
            assertThat(network.predict(image, first, Cancellation.NEVER).data()).containsExactly(before);
            try (SimulatedNetwork fresh = SimulatedNetwork.open(model, 1)) {
                assertThat(fresh.predict(image, second, Cancellation.NEVER).data()).containsExactly(edited);
            }
        }
    }

    /** DoReFa's activations shrink with every pass, so that a second one would show. */
    @Test
    void anInputQuantizerThatJustActedOnThatTensorActsOnce() throws IOException {
        Model model = SmallNetworks.read(SmallNetworks.chain(5), folder);
        QuantParams dorefa = MethodParams.dorefaActivation(4);
        LayerParams producer = SmallNetworks.activations(Optional.empty(), Optional.of(dorefa));
        LayerParams consumer = SmallNetworks.activations(Optional.of(dorefa), Optional.empty());
        LayerParams other = SmallNetworks.activations(
                Optional.of(MethodParams.dorefaActivation(5)), Optional.empty());
        FloatTensor image = SmallNetworks.image(2, 1, 3, 8, 8);
        try (SimulatedNetwork network = SimulatedNetwork.open(model, 1)) {
            float[] once = network.predict(image, Map.of("a", producer), Cancellation.NEVER).data();
            assertThat(network.predict(image, Map.of("a", producer, "b", consumer), Cancellation.NEVER).data())
                    .containsExactly(once);
            assertThat(network.predict(image, Map.of("a", producer, "b", other), Cancellation.NEVER).data())
                    .isNotEqualTo(once);
        }
    }

    @Test
    void editsTakeNoNewNativeMemory() throws IOException {
        Model model = residual(8);
        FloatTensor image = SmallNetworks.image(1, 1, 3, 9, 9);
        try (SimulatedNetwork network = SimulatedNetwork.open(model, 1)) {
            Random random = new Random(1);
            network.predict(image, Map.of(), Cancellation.NEVER);
            network.predict(image, everything(model, 8), Cancellation.NEVER);
            int before = network.nativeTensors();
            for (int edit = 0; edit < 100; edit++) {
                network.predict(image, everything(model, 2 + random.nextInt(7)), Cancellation.NEVER);
            }
            assertThat(network.nativeTensors()).isEqualTo(before);
        }
    }

    @Test
    void nobodyWaitsForARunThatNobodyWants() throws IOException {
        Model model = residual(9);
        FloatTensor image = SmallNetworks.image(1, 1, 3, 9, 9);
        try (SimulatedNetwork network = SimulatedNetwork.open(model, 1)) {
            assertThatThrownBy(() -> network.predict(image, Map.of(), new Cancellation(() -> true)))
                    .isInstanceOf(CancellationException.class);
            // The run is ended at the last moment at which it still asks, and again the next one is whole.
            Cancellation endsTheRun = new Cancellation(() -> {
                network.terminate();
                return false;
            });
            assertThatThrownBy(() -> network.predict(image, Map.of(), endsTheRun))
                    .isInstanceOf(CancellationException.class);
            network.terminate();
            assertThat(network.predict(image, Map.of(), Cancellation.NEVER).size()).isPositive();
        }
    }

    @Test
    void whatCannotBeDoneIsSaidInASentence() throws IOException {
        Model model = residual(9);
        FloatTensor image = SmallNetworks.image(1, 1, 3, 9, 9);
        SimulatedNetwork network = SimulatedNetwork.open(model, 1);
        assertThatThrownBy(() -> network.predict(image, Map.of("nobody", LayerParams.FLOAT), Cancellation.NEVER))
                .hasMessage("Model 'net.onnx' has no explorable layer named 'nobody'.");
        assertThatThrownBy(() -> network.predict(
                        FloatTensor.wrap(Shape.of(1, 2), new float[2]), Map.of(), Cancellation.NEVER))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("[d0, 3, d2, d3]");
        network.close();
        network.close();
        assertThatThrownBy(() -> network.predict(image, Map.of(), Cancellation.NEVER))
                .isInstanceOf(IllegalStateException.class);
        Files.write(model.file(), SmallNetworks.chain(1).bytes());
        assertThatThrownBy(() -> SimulatedNetwork.open(model, 1))
                .isInstanceOf(ModelFormatException.class).hasMessageContaining("it changed since it was opened");
    }

    private Model residual(long seed) throws IOException {
        return SmallNetworks.read(SmallNetworks.residual(seed), folder);
    }

    private static Map<String, LayerParams> everything(Model model, int bits) {
        Map<String, LayerParams> params = new LinkedHashMap<>();
        QuantParams activation = new QuantParams(new QuantType(bits, false, false), 8f / (1 << bits), 1 << bits - 1);
        for (Layer layer : model.layers()) {
            TensorParams weights = SmallNetworks.weights(layer, bits);
            params.put(layer.name(), new LayerParams(
                    Optional.of(weights), Optional.of(activation), Optional.of(activation), OptionalInt.of(32),
                    LayerParams.FLOAT.requantization(), LayerParams.FLOAT.accumulator(), Optional.empty()));
        }
        return params;
    }
}
