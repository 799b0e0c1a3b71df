package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Cuts from a network the part that some of its tensors need. */
final class NetworkPart {
    private NetworkPart() {}

    /** The nodes and weights behind the tensors; the network's inputs all stay. */
    static ModelProto upTo(ModelProto proto, Set<String> tensors) {
        GraphProto graph = proto.getGraph();
        Set<String> needed = needed(graph, tensors);
        ModelProto.Builder part = proto.toBuilder();
        GraphProto.Builder kept = part.getGraphBuilder();
        kept.clearNode().clearInitializer().clearSparseInitializer().clearOutput().clearValueInfo();
        Set<String> computed = new HashSet<>();
        for (NodeProto node : graph.getNodeList()) {
            if (node.getOutputList().stream().anyMatch(needed::contains)) {
                kept.addNode(node);
                computed.addAll(node.getOutputList());
            }
        }
        graph.getInitializerList().stream()
                .filter(tensor -> needed.contains(tensor.getName()))
                .forEach(kept::addInitializer);
        graph.getSparseInitializerList().stream()
                .filter(tensor -> needed.contains(tensor.getValues().getName()))
                .forEach(kept::addSparseInitializer);
        tensors.stream()
                .filter(computed::contains)
                .forEach(name -> kept.addOutput(ValueInfoProto.newBuilder().setName(name)));
        return part.build();
    }

    /** Bytes that the weights take in the file. */
    static long weightBytes(ModelProto proto) {
        return proto.getGraph().getInitializerList().stream()
                .mapToLong(tensor -> tensor.getSerializedSize())
                .sum();
    }

    private static Set<String> needed(GraphProto graph, Set<String> tensors) {
        Map<String, NodeProto> makers = new HashMap<>();
        graph.getNodeList().forEach(node -> node.getOutputList().forEach(output -> makers.put(output, node)));
        Set<String> needed = new HashSet<>(tensors);
        Deque<String> open = new ArrayDeque<>(tensors);
        while (!open.isEmpty()) {
            NodeProto maker = makers.get(open.pop());
            if (maker != null) {
                readBy(maker).stream().filter(needed::add).forEach(open::push);
            }
        }
        return needed;
    }

    /** What a node reads, and what the bodies of a loop or a branch read in its place. */
    static Set<String> readBy(NodeProto node) {
        Set<String> names = new HashSet<>(node.getInputList());
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                attribute.getG().getNodeList().forEach(inner -> names.addAll(readBy(inner)));
            }
            for (GraphProto body : attribute.getGraphsList()) {
                body.getNodeList().forEach(inner -> names.addAll(readBy(inner)));
            }
        }
        return names;
    }
}
