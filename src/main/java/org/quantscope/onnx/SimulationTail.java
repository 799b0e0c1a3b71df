package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The nodes of a simulated network from one layer on, as far as an output needs them. Nodes are in an order in which each
 * stands behind what it reads, so that nothing before the layer depends on it.
 *
 * @param part these nodes alone, with all inputs of the whole
 * @param handedOver tensors that nodes before the layer write and nodes of the part read
 */
record SimulationTail(ModelProto part, Set<String> handedOver) {

    /** Empty if nothing from the layer on has to do with the output. */
    static Optional<SimulationTail> of(ModelProto whole, SimulatedLayer layer, String output) {
        List<NodeProto> nodes = whole.getGraph().getNodeList();
        int start = start(nodes, layer);
        ModelProto.Builder rest = whole.toBuilder();
        rest.getGraphBuilder().clearNode().addAllNode(nodes.subList(start, nodes.size()));
        ModelProto part = NetworkPart.upTo(rest.build(), Set.of(output));
        if (part.getGraph().getOutputCount() == 0) {
            return Optional.empty();
        }
        Set<String> before = new HashSet<>();
        nodes.subList(0, start).forEach(node -> before.addAll(node.getOutputList()));
        Set<String> handedOver = new LinkedHashSet<>(read(part.getGraph()));
        handedOver.retainAll(before);
        return Optional.of(new SimulationTail(part, handedOver));
    }

    /** Where the quantizer of the layer's input begins. */
    private static int start(List<NodeProto> nodes, SimulatedLayer layer) {
        for (int i = 0; i < nodes.size(); i++) {
            if (GraphNames.firstOutput(nodes.get(i)).startsWith(layer.input() + "/")) {
                return i;
            }
        }
        throw new IllegalArgumentException("The graph has no quantizer '" + layer.input() + "'.");
    }

    private static Set<String> read(GraphProto graph) {
        Set<String> read = new LinkedHashSet<>();
        graph.getNodeList().forEach(node -> read.addAll(NetworkPart.readBy(node)));
        return read;
    }

    /** A graph of its own, whose inputs are what it reads; empty if one of them is no tensor of a known type. */
    Optional<byte[]> withInputs(Map<String, String> elementTypes) {
        Set<String> read = read(part.getGraph());
        List<ValueInfoProto> inputs = new ArrayList<>();
        part.getGraph().getInputList().stream()
                .filter(input -> read.contains(input.getName()))
                .forEach(inputs::add);
        for (String tensor : handedOver) {
            String type = elementTypes.get(tensor);
            if (type == null) {
                return Optional.empty();
            }
            ValueInfoProto.Builder input = ValueInfoProto.newBuilder().setName(tensor);
            input.getTypeBuilder().getTensorTypeBuilder().setElemType(DataType.valueOf(type).getNumber());
            inputs.add(input.build());
        }
        ModelProto.Builder tail = part.toBuilder();
        tail.getGraphBuilder().clearInput().addAllInput(inputs);
        return Optional.of(tail.build().toByteArray());
    }
}
