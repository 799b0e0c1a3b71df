package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quantscope.model.FusedActivation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;

/** Rewrites the nodes of a network, one by one, for {@link SimulationGraph}. */
final class SimulationRewriting {
    private static final long OLDEST_FORMAT = 4;

    private final Model model;
    private final ModelProto proto;
    private final GraphProto graph;
    private final String prefix;
    private final Map<String, NodeProto> makers = new HashMap<>();
    private final Map<NodeIdentity, Layer> layerOf = new HashMap<>();
    private final Map<NodeIdentity, Layer> activationOf = new HashMap<>();
    private final Set<NodeIdentity> folded = new HashSet<>();
    private final Map<String, SimulatedLayer> layers = new LinkedHashMap<>();
    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<ValueInfoProto> fed = new ArrayList<>();
    private final ElementTypes types;

    /** Two nodes may say the same; what they write is told apart. */
    private record NodeIdentity(String output) {
        static NodeIdentity of(NodeProto node) {
            return new NodeIdentity(GraphNames.firstOutput(node));
        }
    }

    SimulationRewriting(Model model, ModelProto proto) {
        this.model = model;
        this.proto = proto;
        this.graph = proto.getGraph();
        this.prefix = unusedPrefix(graph);
        this.types = new ElementTypes(graph);
        graph.getNodeList().forEach(node -> node.getOutputList().forEach(output -> makers.put(output, node)));
        model.layers().forEach(this::find);
    }

    private void find(Layer layer) {
        NodeProto node = makers.get(layer.output());
        if (layer.foldedBatchNorm().isPresent() && node != null) {
            folded.add(NodeIdentity.of(node));
            node = makers.get(GraphNames.input(node, 0));
        }
        if (node == null) {
            throw new DefectException("it has no layer '" + layer.name() + "' any more; open it again");
        }
        layerOf.put(NodeIdentity.of(node), layer);
        layer.activation().map(FusedActivation::output).map(makers::get)
                .ifPresent(activation -> activationOf.put(NodeIdentity.of(activation), layer));
    }

    SimulationGraph build() {
        int number = 0;
        for (NodeProto node : graph.getNodeList()) {
            NodeIdentity identity = NodeIdentity.of(node);
            if (layerOf.containsKey(identity)) {
                Layer layer = layerOf.get(identity);
                LayerRewriting rewriting = new LayerRewriting(
                        node, layer, prefix, prefix + number++ + "/", types.of(node, layer));
                nodes.addAll(rewriting.nodes());
                fed.addAll(rewriting.fed());
                layers.put(layer.name(), rewriting.layer());
            } else if (activationOf.containsKey(identity)) {
                activation(node, activationOf.get(identity));
            } else if (!folded.contains(identity)) {
                nodes.add(node);
            }
        }
        ModelProto part = pruned();
        return new SimulationGraph(
                part.toByteArray(), ExposedTensors.checkedFolder(new ExternalData(model.file()), part),
                Map.copyOf(layers));
    }

    /** The quantizer behind a fused activation; the layer's node comes earlier in every valid file. */
    private void activation(NodeProto node, Layer layer) {
        SimulatedLayer simulated = layers.get(layer.name());
        String own = simulated.output() + "/";
        nodes.add(node.toBuilder().setOutput(0, own + "real").build());
        DataType type = types.of(layerNode(layer), layer);
        nodes.addAll(LayerRewriting.quantizer(
                prefix, simulated.output(), own + "real", GraphNames.firstOutput(node), type, type));
    }

    private NodeProto layerNode(Layer layer) {
        NodeProto node = makers.get(layer.output());
        return layer.foldedBatchNorm().isPresent() ? makers.get(GraphNames.input(node, 0)) : node;
    }

    /** Without what only the layers' own weights needed. */
    private ModelProto pruned() {
        ModelProto.Builder whole = proto.toBuilder();
        raiseVersions(whole);
        GraphProto.Builder rewritten = whole.getGraphBuilder();
        rewritten.clearNode().addAllNode(nodes).addAllInput(fed)
                .addAllInitializer(FakeQuantNodes.constants(prefix));
        ModelProto part = NetworkPart.upTo(whole.build(), exposed(whole.build()));
        Set<String> stored = new HashSet<>();
        graph.getInitializerList().forEach(tensor -> stored.add(tensor.getName()));
        part.getGraph().getInitializerList().forEach(tensor -> stored.remove(tensor.getName()));
        List<ValueInfoProto> inputs = part.getGraph().getInputList().stream()
                .filter(input -> !stored.contains(input.getName()))
                .toList();
        ModelProto.Builder result = part.toBuilder();
        result.getGraphBuilder().clearInput().addAllInput(inputs);
        return result.build();
    }

    /** The layers' tensors, and those between which the graph can be cut. */
    private Set<String> exposed(ModelProto whole) {
        Set<String> names = new LinkedHashSet<>();
        graph.getOutputList().forEach(output -> names.add(output.getName()));
        Optional<String> first = graph.getOutputList().stream().map(ValueInfoProto::getName).findFirst();
        for (Layer layer : model.layers()) {
            names.add(layer.input());
            names.add(layer.output());
            layer.activation().ifPresent(fused -> names.add(fused.output()));
            first.flatMap(output -> SimulationTail.of(whole, layers.get(layer.name()), output))
                    .ifPresent(tail -> names.addAll(tail.handedOver()));
        }
        return names;
    }

    /**
     * Opset 8 changed nothing that a file of opset 7 says in another way, nor did version 4 of the format, from
     * which on initializers need not be inputs.
     */
    private static void raiseVersions(ModelProto.Builder whole) {
        whole.setIrVersion(Math.max(whole.getIrVersion(), OLDEST_FORMAT));
        whole.getOpsetImportBuilderList().stream()
                .filter(entry -> GraphNames.isStandardDomain(entry.getDomain()))
                .filter(entry -> entry.getVersion() < FakeQuantNodes.OLDEST_OPSET)
                .forEach(entry -> entry.setVersion(FakeQuantNodes.OLDEST_OPSET));
    }

    private static String unusedPrefix(GraphProto graph) {
        String found = "quantscope/";
        while (isUsed(graph, found)) {
            found = "_" + found;
        }
        return found;
    }

    private static boolean isUsed(GraphProto graph, String start) {
        return graph.getInputList().stream().anyMatch(input -> input.getName().startsWith(start))
                || graph.getInitializerList().stream().map(TensorProto::getName)
                        .anyMatch(name -> name.startsWith(start))
                || graph.getNodeList().stream()
                        .anyMatch(node -> node.getName().startsWith(start)
                                || node.getOutputList().stream().anyMatch(name -> name.startsWith(start)));
    }
}
