package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.quantscope.model.TensorInfo;

/** Cuts from a network what lies between some of its tensors and another one. */
final class NetworkCut {
    private NetworkCut() {}

    /**
     * A network that is given tensors which nodes of the whole compute, and has one output.
     *
     * @param given the tensors; those that the output does not need are no inputs in the end
     */
    static ModelProto between(ModelProto whole, List<TensorInfo> given, String wanted) {
        Set<String> names = new HashSet<>();
        given.forEach(tensor -> names.add(tensor.name()));
        ModelProto.Builder rest = whole.toBuilder();
        rest.getGraphBuilder().clearNode();
        whole.getGraph().getNodeList().stream()
                .filter(node -> node.getOutputList().stream().noneMatch(names::contains))
                .forEach(rest.getGraphBuilder()::addNode);
        ModelProto.Builder part = NetworkPart.upTo(rest.build(), Set.of(wanted)).toBuilder();
        Set<String> read = new HashSet<>();
        for (NodeProto node : part.getGraph().getNodeList()) {
            read.addAll(NetworkPart.readBy(node));
        }
        List<ValueInfoProto> inputs = new ArrayList<>();
        whole.getGraph().getInputList().stream().filter(input -> read.contains(input.getName())).forEach(inputs::add);
        given.stream().filter(tensor -> read.contains(tensor.name())).map(NetworkCut::input).forEach(inputs::add);
        part.getGraphBuilder().clearInput().addAllInput(inputs);
        return part.build();
    }

    private static ValueInfoProto input(TensorInfo tensor) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        tensor.dimensions().forEach(extent -> shape.addDimBuilder().setDimValue(extent));
        ValueInfoProto.Builder input = ValueInfoProto.newBuilder().setName(tensor.name());
        input.getTypeBuilder().getTensorTypeBuilder()
                .setElemType(DataType.valueOf(tensor.elementType().toUpperCase(Locale.ROOT)).getNumber())
                .setShape(shape);
        return input.build();
    }
}
