package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who reads each tensor of a graph: nodes, the bodies of If and Loop nodes, and the graph's outputs. */
final class Readers {
    private final Map<String, List<NodeProto>> nodes = new HashMap<>();
    private final Set<String> outputs = new HashSet<>();
    private final Set<String> inBodies = new HashSet<>();

    Readers(GraphProto graph) {
        for (ValueInfoProto output : graph.getOutputList()) {
            outputs.add(output.getName());
        }
        for (NodeProto node : graph.getNodeList()) {
            node.getInputList().forEach(name -> nodes.computeIfAbsent(name, key -> new ArrayList<>()).add(node));
            addBodies(node);
        }
    }

    /** The node whose first input is the tensor's only use. */
    Optional<NodeProto> onlyReader(String tensor) {
        List<NodeProto> readers = nodes.getOrDefault(tensor, List.of());
        boolean single = readers.size() == 1 && !isReadElsewhere(tensor);
        return single && GraphNames.input(readers.get(0), 0).equals(tensor)
                ? Optional.of(readers.get(0))
                : Optional.empty();
    }

    /** Whether something else than a node of the graph reads the tensor. */
    boolean isReadElsewhere(String tensor) {
        return outputs.contains(tensor) || inBodies.contains(tensor);
    }

    /** Whether the body of an If or a Loop reads a tensor of that name. */
    boolean isReadInBody(String tensor) {
        return inBodies.contains(tensor);
    }

    /** The nodes that read the tensor, those within bodies left out. */
    List<NodeProto> of(String tensor) {
        return nodes.getOrDefault(tensor, List.of());
    }

    private void addBodies(NodeProto node) {
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                addBody(attribute.getG());
            }
            attribute.getGraphsList().forEach(this::addBody);
        }
    }

    /** Names that a body defines itself are taken too: at worst a Relu is then not fused. */
    private void addBody(GraphProto body) {
        body.getOutputList().forEach(output -> inBodies.add(output.getName()));
        for (NodeProto node : body.getNodeList()) {
            inBodies.addAll(node.getInputList());
            addBodies(node);
        }
    }
}
