package org.quantscope.bench;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.quantscope.analysis.SensitivityMode;
import org.quantscope.analysis.SensitivityTarget;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Operand;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.network.Activations;
import org.quantscope.network.DataSet;
import org.quantscope.network.InputShape;
import org.quantscope.network.NetworkComparison;
import org.quantscope.network.NetworkRunner;
import org.quantscope.network.SensitivityRun;
import org.quantscope.network.SimulatedNetwork;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.TensorParams;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.Preprocessing;
import org.quantscope.settings.QuantSettings;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.workspace.OpenModel;

/** What an edit and a ranking of layers cost a whole network, beside a new session of the runtime for each of them. */
final class NetworkCases implements AutoCloseable {
    static final String FRESH = "one scale edited, weights only: fresh ORT session to the logits";
    static final String SIMULATED = "one scale edited, weights only: simulated network to the logits";
    static final String EVERYTHING = "one scale edited, activations too: simulated network to the logits";

    private static final double CLOSE = 1e-3;

    private final Model model;
    private final ModelProto file;
    private final int threads;
    private final DataSet images;
    private final FloatTensor image;
    private final Map<String, LayerParams> params = new LinkedHashMap<>();
    private final SimulatedNetwork network;
    private final Layer edited;
    private int steps;

    /** @param layers how many layers take part, from the first on; the one in their middle is edited */
    NetworkCases(Path path, int layers, int threads) throws IOException {
        this.model = OnnxReader.read(path);
        this.file = FreshSession.read(path);
        this.threads = threads;
        this.images = DataSet.of(
                new NoiseImages(8, InputShape.of(model).shape()), Preprocessing.UNIT, InputShape.of(model).shape(), OptionalInt.empty());
        this.image = images.input(0);
        derive(layers);
        this.network = SimulatedNetwork.open(model, threads);
        this.edited = model.layers().get(layers / 2);
    }

    private void derive(int layers) {
        OpenModel open = OpenModel.of(model);
        QuantSettings settings = open.initialSettings(Optional.empty());
        try (NetworkRunner runner = NetworkRunner.open(model);
                Activations activations = runner.run(image)) {
            ParameterDerivation derivation = new ParameterDerivation(open.statisticsWith(activations.ranges()));
            model.layers().subList(0, layers).forEach(layer -> params.put(
                    layer.name(), derivation.derive(layer.name(), settings.layer(layer.name()))));
        }
    }

    /** Both ways give the same logits; the runtime's optimisations change the last bits. */
    void require() throws OrtException {
        float[] ours = network.predict(image, weightsOnly(params), Cancellation.NEVER).data();
        try (FreshSession fresh = new FreshSession(file, stored(params.keySet()), threads)) {
            float[] theirs = fresh.predict(image);
            double largest = 0;
            for (float value : theirs) {
                largest = Math.max(largest, Math.abs(value));
            }
            for (int i = 0; i < ours.length; i++) {
                if (Math.abs(ours[i] - theirs[i]) > CLOSE * largest) {
                    throw new IllegalStateException("Logit " + i + " is " + ours[i] + " in the simulated network and "
                            + theirs[i] + " in the one with replaced weights.");
                }
            }
        }
    }

    List<BenchCase> cases() {
        return List.of(
                new BenchCase(FRESH, this::move, this::fresh),
                new BenchCase(SIMULATED, this::move, () ->
                        network.predict(image, weightsOnly(params), Cancellation.NEVER)),
                new BenchCase(EVERYTHING, this::move, () -> network.predict(image, params, Cancellation.NEVER)));
    }

    /** Every scale of the edited layer becomes a little larger, and then smaller again. */
    private void move() {
        steps++;
        LayerParams own = params.get(edited.name());
        float factor = steps % 2 == 0 ? 0.8f : 1.25f;
        List<QuantParams> channels = own.weight().orElseThrow().channels().stream()
                .map(one -> new QuantParams(one.type(), one.scale() * factor, 0))
                .toList();
        params.put(edited.name(), new LayerParams(
                Optional.of(new TensorParams(channels)), own.input(), own.output(), own.biasBits(),
                own.requantization(), own.accumulator(), own.clamp()));
    }

    private void fresh() throws OrtException {
        try (FreshSession session = new FreshSession(file, stored(params.keySet()), threads)) {
            session.predict(image);
        }
    }

    /**
     * Ranks the layers on all images, each quantized alone, weights and activations apart; then weights alone in turn
     * with a new session for each layer.
     */
    JsonNode ranking() throws OrtException {
        long start = System.nanoTime();
        double first = 0;
        SensitivityRun run = new SensitivityRun(params, images.size(), Set.of(SensitivityMode.ONLY),
                Set.of(SensitivityTarget.WEIGHTS, SensitivityTarget.ACTIVATIONS));
        try (SimulatedNetwork opened = SimulatedNetwork.open(model, threads)) {
            NetworkComparison comparison = new NetworkComparison(opened, images);
            while (!run.isComplete()) {
                run.step(comparison, Cancellation.NEVER);
                first = first > 0 ? first : seconds(start);
            }
        }
        double all = seconds(start);
        double[] both = inTurn();
        return JsonNodeFactory.instance.objectNode()
                .put("layers", params.size()).put("images", images.size()).put("runs", run.total())
                .put("first_seconds", first).put("seconds", all)
                .put("weights_simulated_seconds", both[0]).put("weights_fresh_seconds", both[1]);
    }

    private double[] inTurn() throws OrtException {
        double[] sums = new double[2];
        List<FloatTensor> inputs = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            inputs.add(images.input(i));
        }
        for (String name : new ArrayList<>(params.keySet())) {
            long start = System.nanoTime();
            Map<String, LayerParams> only = Map.of(name, weightsOnly(params).get(name));
            for (FloatTensor input : inputs) {
                network.predict(input, only, Cancellation.NEVER);
            }
            sums[0] += seconds(start);
            start = System.nanoTime();
            try (FreshSession session = new FreshSession(file, stored(Set.of(name)), threads)) {
                for (FloatTensor input : inputs) {
                    session.predict(input);
                }
            }
            sums[1] += seconds(start);
        }
        return sums;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private Map<String, FloatTensor> stored(Set<String> quantized) {
        Map<Layer, FloatTensor> weights = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            if (quantized.contains(layer.name())) {
                weights.put(layer, Operand.weight(layer.weight(), params.get(layer.name()).weight(),
                        ChannelRange.all(layer.outputChannels())).fakeQuant());
            }
        }
        return FreshSession.stored(weights);
    }

    private static Map<String, LayerParams> weightsOnly(Map<String, LayerParams> all) {
        Map<String, LayerParams> weights = new LinkedHashMap<>();
        all.forEach((name, own) -> SensitivityTarget.WEIGHTS.of(own).ifPresent(part -> weights.put(name, part)));
        return weights;
    }

    @Override
    public void close() {
        network.close();
    }
}
