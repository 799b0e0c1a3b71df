package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.quantscope.model.Layer;
import org.quantscope.model.LayerKind;
import org.quantscope.tensor.Shape;

/** One layer's node with fed weights and bias, the quantizer before it and, without a fused activation, the one behind. */
final class LayerRewriting {
    private final NodeProto node;
    private final Layer layer;
    private final String common;
    private final String own;
    private final DataType type;
    private final SimulatedLayer simulated;

    /**
     * @param node the layer's node in the file
     * @param common begins the names of what all quantizers read
     * @param own begins the names of this layer's tensors
     * @param type what the file computes the layer in
     */
    LayerRewriting(NodeProto node, Layer layer, String common, String own, DataType type) {
        this.node = node;
        this.layer = layer;
        this.common = common;
        this.own = own;
        this.type = type;
        this.simulated = new SimulatedLayer(
                own + "weight", layer.bias().map(bias -> own + "bias"), own + "input", own + "output", inputsFirst());
    }

    SimulatedLayer layer() {
        return simulated;
    }

    /** The inputs of the graph that the layer takes. */
    List<ValueInfoProto> fed() {
        List<ValueInfoProto> fed = new ArrayList<>();
        fed.add(input(simulated.weight(), simulated.shape(layer)));
        simulated.bias().ifPresent(bias -> fed.add(input(bias, Shape.of(layer.outputChannels()))));
        fed.add(input(simulated.input(), Shape.of(FakeQuantVector.SIZE)));
        fed.add(input(simulated.output(), Shape.of(FakeQuantVector.SIZE)));
        return fed;
    }

    List<NodeProto> nodes() {
        List<NodeProto> nodes = new ArrayList<>();
        String read = own + "read";
        nodes.addAll(quantizer(common, simulated.input(), layer.input(), read, type, DataType.FLOAT));
        if (layer.activation().isPresent()) {
            boolean cast = type != DataType.FLOAT;
            String sum = cast ? own + "sum" : layer.output();
            nodes.addAll(products(read, sum));
            if (cast) {
                nodes.add(cast(sum, layer.output(), type));
            }
        } else {
            nodes.addAll(products(read, own + "sum"));
            nodes.addAll(quantizer(common, simulated.output(), own + "sum", layer.output(), DataType.FLOAT, type));
        }
        return nodes;
    }

    /** A quantizer of the vector {@code vector} between two tensors, in float32 whatever their types. */
    static List<NodeProto> quantizer(
            String common, String vector, String from, String to, DataType fromType, DataType toType) {
        List<NodeProto> nodes = new ArrayList<>();
        String prefix = vector + "/";
        String input = from;
        if (fromType != DataType.FLOAT) {
            input = prefix + "float";
            nodes.add(cast(from, input, DataType.FLOAT));
        }
        String output = toType == DataType.FLOAT ? to : prefix + "quantized";
        nodes.addAll(new FakeQuantNodes(prefix, vector).between(common, input, output));
        if (toType != DataType.FLOAT) {
            nodes.add(cast(output, to, toType));
        }
        return nodes;
    }

    private boolean inputsFirst() {
        return switch (layer.kind()) {
            case GEMM -> new Attributes(node).integer("transB", 0) == 0;
            case MATMUL -> ElementTypes.weightOperand(layer) == 1;
            default -> false;
        };
    }

    /** The layer's operator; a matrix product gets an Add for the bias that a BatchNormalization gave it. */
    private List<NodeProto> products(String input, String output) {
        boolean added = layer.kind() == LayerKind.MATMUL && simulated.bias().isPresent();
        NodeProto.Builder product = node.toBuilder().clearOutput().addOutput(added ? own + "product" : output);
        int weights = ElementTypes.weightOperand(layer);
        product.setInput(weights, simulated.weight()).setInput(1 - weights, input);
        if (simulated.bias().isPresent() && !added) {
            setBias(product, simulated.bias().get());
        }
        if (layer.kind() == LayerKind.GEMM) {
            withoutAttributes(product, layer.bias().isPresent() ? Set.of("alpha", "beta") : Set.of("alpha"));
        }
        if (!added) {
            return List.of(product.build());
        }
        NodeProto sum = NodeProto.newBuilder().setOpType("Add").setName(own + "add")
                .addInput(own + "product").addInput(simulated.bias().orElseThrow()).addOutput(output).build();
        return List.of(product.build(), sum);
    }

    private static void setBias(NodeProto.Builder product, String bias) {
        if (product.getInputCount() > 2) {
            product.setInput(2, bias);
        } else {
            product.addInput(bias);
        }
    }

    /** They are in the weights and the bias. */
    private static void withoutAttributes(NodeProto.Builder product, Set<String> names) {
        List<AttributeProto> kept = product.getAttributeList().stream()
                .filter(attribute -> !names.contains(attribute.getName()))
                .toList();
        product.clearAttribute().addAllAttribute(kept);
    }

    private static NodeProto cast(String from, String to, DataType type) {
        NodeProto.Builder cast = NodeProto.newBuilder().setOpType("Cast").setName(to + "/cast")
                .addInput(from).addOutput(to);
        cast.addAttributeBuilder().setName("to").setType(AttributeType.INT).setI(type.getNumber());
        return cast.build();
    }

    private static ValueInfoProto input(String name, Shape shape) {
        ValueInfoProto.Builder info = ValueInfoProto.newBuilder().setName(name);
        var type = info.getTypeBuilder().getTensorTypeBuilder().setElemType(DataType.FLOAT_VALUE);
        for (long extent : shape.toLongArray()) {
            type.getShapeBuilder().addDimBuilder().setDimValue(extent);
        }
        return info.build();
    }
}
