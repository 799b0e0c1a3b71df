package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quantscope.tensor.Shape;

/**
 * The tensors of a graph whose values do not depend on its inputs, as far as weights need them: initializers, Constant
 * nodes, and either of them through Identity, Cast and Transpose. Decoded when first asked for, and once.
 */
final class Constants {
    /** Longer chains than exporters make; a damaged file can even close one into a ring. */
    private static final int LONGEST_CHAIN = 16;

    private final Map<String, TensorProto> initializers = new HashMap<>();
    private final Set<String> sparse = new HashSet<>();
    private final Map<String, NodeProto> producers = new HashMap<>();
    private final Map<String, ConstantTensor> decoded = new HashMap<>();
    private final TensorDecoder decoder;
    private final WeightMemory memory;

    Constants(GraphProto graph, ExternalData externalData, WeightMemory memory) {
        this.decoder = new TensorDecoder(externalData, memory);
        this.memory = memory;
        for (TensorProto tensor : graph.getInitializerList()) {
            define(initializers.put(tensor.getName(), tensor), tensor.getName());
        }
        graph.getSparseInitializerList().forEach(tensor -> sparse.add(tensor.getValues().getName()));
        for (NodeProto node : graph.getNodeList()) {
            for (String output : node.getOutputList()) {
                if (!output.isEmpty()) {
                    define(producers.put(output, node), output);
                    define(initializers.get(output), output);
                }
            }
        }
    }

    private static void define(Object previous, String name) {
        if (previous != null) {
            throw new DefectException(
                    "tensor '" + name + "' is defined twice; the file is damaged, export the model again");
        }
    }

    WeightMemory memory() {
        return memory;
    }

    boolean isInitializer(String name) {
        return initializers.containsKey(name) || sparse.contains(name);
    }

    /**
     * The values of a tensor, or nothing if they are only known when the network runs.
     *
     * @throws NotExplorableException if they are fixed but not plain real numbers
     */
    Optional<ConstantTensor> find(String name) throws NotExplorableException {
        ConstantTensor known = decoded.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Deque<NodeProto> chain = new ArrayDeque<>();
        String tensor = name;
        while (ConstantFolding.folds(producers.get(tensor)) && chain.size() < LONGEST_CHAIN) {
            chain.push(producers.get(tensor));
            tensor = GraphNames.input(chain.peek(), 0);
        }
        Optional<ConstantTensor> source = stored(tensor);
        if (source.isEmpty()) {
            return source;
        }
        ConstantTensor result = source.get();
        for (NodeProto node : chain) {
            result = ConstantFolding.apply(node, result, memory);
        }
        decoded.put(name, result);
        return Optional.of(result);
    }

    /** Whether a tensor is an initializer or a Constant, whatever its type. */
    boolean isConstant(String name) {
        NodeProto producer = producers.get(name);
        return isInitializer(name) || producer != null && GraphNames.isStandard(producer, "Constant");
    }

    private Optional<ConstantTensor> stored(String name) throws NotExplorableException {
        ConstantTensor known = decoded.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        if (sparse.contains(name)) {
            throw sparse(name);
        }
        NodeProto producer = producers.get(name);
        ConstantTensor tensor = null;
        if (initializers.containsKey(name)) {
            tensor = decoder.decode(name, initializers.get(name));
        } else if (producer != null && GraphNames.isStandard(producer, "Constant")) {
            tensor = constantNode(name, producer);
        } else if (producer != null && GraphNames.isStandard(producer, "DequantizeLinear")
                && isConstant(GraphNames.input(producer, 0))) {
            throw new NotExplorableException(
                    "Tensor '" + name + "' comes from DequantizeLinear, so this layer is already quantized.");
        }
        if (tensor != null) {
            decoded.put(name, tensor);
        }
        return Optional.ofNullable(tensor);
    }

    private ConstantTensor constantNode(String name, NodeProto node) throws NotExplorableException {
        Attributes attributes = new Attributes(node);
        Optional<TensorProto> value = attributes.find("value", AttributeType.TENSOR).map(AttributeProto::getT);
        if (value.isPresent()) {
            return decoder.decode(name, value.get());
        }
        Optional<AttributeProto> scalar = attributes.find("value_float", AttributeType.FLOAT);
        if (scalar.isPresent()) {
            return ConstantTensor.stored(name, Shape.of(), new float[] {scalar.get().getF()}, true);
        }
        Optional<AttributeProto> list = attributes.find("value_floats", AttributeType.FLOATS);
        if (list.isPresent() && list.get().getFloatsCount() > 0) {
            float[] data = memory.floats(list.get().getFloatsCount());
            for (int i = 0; i < data.length; i++) {
                data[i] = list.get().getFloats(i);
            }
            return ConstantTensor.stored(name, Shape.of(data.length), data, true);
        }
        if (attributes.find("sparse_value", AttributeType.SPARSE_TENSOR).isPresent()) {
            throw sparse(name);
        }
        throw new NotExplorableException("Tensor '" + name + "' is a Constant without real numbers.");
    }

    private static NotExplorableException sparse(String name) {
        return new NotExplorableException("Tensor '" + name + "' is stored sparsely, which Quantscope does not read.");
    }
}
