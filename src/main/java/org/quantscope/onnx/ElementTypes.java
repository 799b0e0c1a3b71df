package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.HashMap;
import java.util.Map;
import org.quantscope.model.InputLayout;
import org.quantscope.model.Layer;
import org.quantscope.model.LayerKind;

/** The element types that layers compute in: those of their stored weights, which ONNX makes the inputs share. */
final class ElementTypes {
    private final Map<String, TensorProto> initializers = new HashMap<>();
    private final Map<String, NodeProto> makers = new HashMap<>();

    ElementTypes(GraphProto graph) {
        graph.getInitializerList().forEach(tensor -> initializers.put(tensor.getName(), tensor));
        graph.getNodeList().forEach(node -> node.getOutputList().forEach(output -> makers.put(output, node)));
    }

    /** @param node the layer's own node */
    DataType of(NodeProto node, Layer layer) {
        return ofConstant(GraphNames.input(node, weightOperand(layer)));
    }

    /** Which of a node's inputs the weights are. */
    static int weightOperand(Layer layer) {
        return layer.kind() == LayerKind.MATMUL && layer.inputLayout() == InputLayout.COLUMNS ? 0 : 1;
    }

    /** Weights of a layer that was read have an end to their chain and a real type there. */
    private DataType ofConstant(String weights) {
        String name = weights;
        while (ConstantFolding.folds(makers.get(name))) {
            NodeProto node = makers.get(name);
            if (node.getOpType().equals("Cast")) {
                return DataType.forNumber((int) new Attributes(node).integer("to", DataType.FLOAT_VALUE));
            }
            name = GraphNames.input(node, 0);
        }
        if (initializers.containsKey(name)) {
            return DataType.forNumber(initializers.get(name).getDataType());
        }
        return new Attributes(makers.get(name)).find("value", AttributeType.TENSOR)
                .map(AttributeProto::getT)
                .map(tensor -> DataType.forNumber(tensor.getDataType()))
                .orElse(DataType.FLOAT);
    }
}
