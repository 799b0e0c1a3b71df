package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.List;

/** Every tensor with values in a model: initializers and attributes, in bodies and functions too. */
final class StoredTensors {
    private final List<TensorProto> tensors = new ArrayList<>();

    private StoredTensors() {}

    static List<TensorProto> of(ModelProto model) {
        StoredTensors found = new StoredTensors();
        found.addGraph(model.getGraph());
        for (FunctionProto function : model.getFunctionsList()) {
            function.getNodeList().forEach(found::addNode);
        }
        return found.tensors;
    }

    private void addGraph(GraphProto graph) {
        tensors.addAll(graph.getInitializerList());
        graph.getSparseInitializerList().forEach(sparse -> {
            tensors.add(sparse.getValues());
            tensors.add(sparse.getIndices());
        });
        graph.getNodeList().forEach(this::addNode);
    }

    private void addNode(NodeProto node) {
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasT()) {
                tensors.add(attribute.getT());
            }
            if (attribute.hasG()) {
                addGraph(attribute.getG());
            }
            tensors.addAll(attribute.getTensorsList());
            attribute.getGraphsList().forEach(this::addGraph);
        }
    }
}
