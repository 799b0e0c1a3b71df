package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashSet;
import java.util.Set;

/** Names for new tensors and nodes that no other has, those within bodies included. */
final class TensorNames {
    private final Set<String> tensors = new HashSet<>();
    private final Set<String> nodes = new HashSet<>();

    TensorNames(GraphProto graph) {
        addGraph(graph);
    }

    /** The wanted name for a tensor, with a number behind it if it is taken. */
    String tensor(String wanted) {
        return fresh(tensors, wanted);
    }

    /** The wanted name for a node, with a number behind it if it is taken. */
    String node(String wanted) {
        return fresh(nodes, wanted);
    }

    private static String fresh(Set<String> taken, String wanted) {
        String name = wanted;
        for (int number = 2; !taken.add(name); number++) {
            name = wanted + "_" + number;
        }
        return name;
    }

    private void addGraph(GraphProto graph) {
        graph.getInputList().forEach(input -> tensors.add(input.getName()));
        graph.getOutputList().forEach(output -> tensors.add(output.getName()));
        graph.getInitializerList().forEach(tensor -> tensors.add(tensor.getName()));
        graph.getSparseInitializerList().forEach(tensor -> tensors.add(tensor.getValues().getName()));
        graph.getNodeList().forEach(this::addNode);
    }

    private void addNode(NodeProto node) {
        nodes.add(node.getName());
        tensors.addAll(node.getInputList());
        tensors.addAll(node.getOutputList());
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                addGraph(attribute.getG());
            }
            attribute.getGraphsList().forEach(this::addGraph);
        }
    }
}
