package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The float network behind a quantized file: layers have the values that their codes stand for as weights, and the
 * quantizers around them are taken out and told apart. With just these quantizers the network computes what the file
 * computes. Quantizers that belong to no layer stay in the graph.
 *
 * @param proto a file without a quantizer is given back as it is
 * @param layers what was taken out, by what the layer's node writes
 */
record FloatNetwork(ModelProto proto, Map<String, StoredLayer> layers) {
    private static final Set<String> QUANTIZED =
            Set.of("QuantizeLinear", "DequantizeLinear", "QLinearConv", "QLinearMatMul");
    private static final Set<String> LAYERS = Set.of("Conv", "Gemm", "MatMul");

    static FloatNetwork of(ModelProto proto, ExternalData files) {
        GraphProto graph = proto.getGraph();
        boolean quantized = graph.getNodeList().stream().anyMatch(node -> QUANTIZED.contains(node.getOpType()));
        if (!quantized || graph.getOutputCount() == 0) {
            return new FloatNetwork(proto, Map.of());
        }
        WeightMemory memory = WeightMemory.ofThisProcess();
        Set<String> kept = new HashSet<>();
        while (true) { // a second time if an integer operator turned out to be no layer
            QuantizerNodes constants = new QuantizerNodes(graph, files, memory);
            IntegerLowering.Lowered lowered = IntegerLowering.of(graph, constants, kept);
            Layers layers = new Layers(lowered.graph(), files, memory);
            if (!kept.addAll(layers.strangers(lowered.lowered()))) {
                return layers.taken(proto);
            }
        }
    }

    /** The layers of a graph without integer operators. */
    private static final class Layers {
        private final GraphProto graph;
        private final ExternalData files;
        private final WeightMemory memory;
        private final QuantizerNodes constants;
        private final StoredWeights weights;
        private final Map<String, StoredWeights.OfLayer> candidates = new LinkedHashMap<>();
        private final Map<String, LayerParts> explorable = new HashMap<>();

        Layers(GraphProto graph, ExternalData files, WeightMemory memory) {
            this.graph = graph;
            this.files = files;
            this.memory = memory;
            this.constants = new QuantizerNodes(graph, files, memory);
            this.weights = new StoredWeights(graph, constants);
            for (NodeProto node : graph.getNodeList()) {
                if (LAYERS.contains(node.getOpType()) && GraphNames.isStandard(node)) {
                    candidates.put(GraphNames.firstOutput(node), weights.of(node));
                }
            }
            GraphProto plain = withFloats(candidates.keySet());
            LayerNodes reader = new LayerNodes(new Constants(plain, files, memory), new TensorRanks(plain));
            for (NodeProto node : plain.getNodeList()) {
                if (candidates.containsKey(GraphNames.firstOutput(node))) {
                    reader.read(node).parts()
                            .ifPresent(parts -> explorable.put(GraphNames.firstOutput(node), parts));
                }
            }
        }

        /** The integer operators whose float forms are no layers. */
        Set<String> strangers(Map<String, NodeProto> lowered) {
            Set<String> strangers = new HashSet<>();
            lowered.forEach((output, node) -> {
                if (!explorable.containsKey(output)) {
                    strangers.add(node.getOutput(0));
                }
            });
            return strangers;
        }

        /** The graph with the quantized weights and biases of some layers as float initializers. */
        private GraphProto withFloats(Set<String> outputs) {
            Set<String> biases = new HashSet<>();
            List<StoredWeights.Source> wanted = new ArrayList<>();
            for (String output : outputs) {
                StoredWeights.OfLayer own = candidates.get(output);
                own.bias().ifPresent(bias -> biases.add(bias.values()));
                wanted.addAll(own.both());
            }
            Map<String, String> others = new HashMap<>();
            wanted.stream().filter(source -> source.codes().isEmpty())
                    .forEach(source -> others.put(source.values(), source.stored()));
            GraphProto.Builder plain = graph.toBuilder().clearNode();
            TensorNames names = new TensorNames(graph);
            Readers readers = new Readers(graph);
            Map<String, TensorProto> floats = weights.floats(wanted, biases);
            for (StoredWeights.Source source : wanted) {
                if (floats.containsKey(source.values()) && !others.containsKey(source.values())) {
                    boolean fixed = readers.isReadElsewhere(source.values());
                    String name = fixed ? source.values() : StoredWeights.nameOfFloats(source, names);
                    others.put(source.values(), name);
                    plain.addInitializer(floats.get(source.values()).toBuilder().setName(name));
                }
            }
            for (NodeProto node : graph.getNodeList()) {
                if (!others.containsKey(GraphNames.firstOutput(node))) {
                    plain.addNode(GraphRenaming.inputs(node, others));
                }
            }
            return plain.build();
        }

        FloatNetwork taken(ModelProto proto) {
            GraphProto plain = withFloats(explorable.keySet());
            Constants values = new Constants(plain, files, memory);
            long opset = OnnxReader.opset(proto);
            FusedActivations clamps = new FusedActivations(new Readers(plain), values, opset);
            Map<String, StoredLayer> stored = new LinkedHashMap<>();
            for (NodeProto node : plain.getNodeList()) {
                String output = GraphNames.firstOutput(node);
                if (explorable.containsKey(output)) {
                    stored.put(output, stored(candidates.get(output)));
                }
            }
            QuantizerRemoval removal = new QuantizerRemoval(
                    plain, new CodeFlow(plain, new QuantizerNodes(plain, files, memory), clamps), clamps, opset, stored,
                    explorable);
            if (removal.layers().values().stream().noneMatch(StoredLayer::isQuantized)) {
                return new FloatNetwork(proto, Map.of());
            }
            GraphProto built = removal.graph();
            return new FloatNetwork(proto.toBuilder().setGraph(built).build(), removal.layers());
        }

        private static StoredLayer stored(StoredWeights.OfLayer own) {
            Optional<StoredLayer.StoredBias> bias = own.bias().flatMap(source -> source.codes()
                    .map(codes -> new StoredLayer.StoredBias(codes.codes(), source.grid())));
            return new StoredLayer(
                    own.weight().map(StoredWeights.Source::grid), bias, Optional.empty(), Optional.empty());
        }
    }
}
