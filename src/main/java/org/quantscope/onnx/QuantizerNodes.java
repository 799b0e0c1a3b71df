package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the quantizers of a graph read: constants of integer types, scales and zero points. */
final class QuantizerNodes {
    /** ONNX Runtime had quantizers of 16 bits in its own domain before the standard had them. */
    private static final Set<String> DOMAINS = Set.of("", "ai.onnx", "com.microsoft");

    private final Map<String, TensorProto> tensors = new HashMap<>();
    private final Map<String, Optional<CodeTensor>> decoded = new HashMap<>();
    private final TensorDecoder decoder;
    private final ExternalData files;
    private final WeightMemory memory;

    QuantizerNodes(GraphProto graph, ExternalData files, WeightMemory memory) {
        this.files = files;
        this.memory = memory;
        this.decoder = new TensorDecoder(files, memory);
        graph.getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
        for (NodeProto node : graph.getNodeList()) {
            if (GraphNames.isStandard(node, "Constant") && node.getOutputCount() > 0) {
                new Attributes(node).find("value", AttributeType.TENSOR)
                        .ifPresent(value -> tensors.put(node.getOutput(0), value.getT()));
            }
        }
    }

    static boolean quantizes(NodeProto node) {
        return isOne(node, "QuantizeLinear");
    }

    static boolean dequantizes(NodeProto node) {
        return isOne(node, "DequantizeLinear");
    }

    private static boolean isOne(NodeProto node, String op) {
        return node.getOpType().equals(op) && DOMAINS.contains(node.getDomain()) && node.getOutputCount() == 1
                && node.getInputCount() >= 2;
    }

    WeightMemory memory() {
        return memory;
    }

    /** The codes of a constant; empty where the tensor is none of integers. */
    Optional<CodeTensor> codes(String tensor) {
        if (!tensors.containsKey(tensor)) {
            return Optional.empty();
        }
        return decoded.computeIfAbsent(tensor, name -> CodeTensor.decode(tensors.get(name), files, memory));
    }

    boolean isConstant(String tensor) {
        return tensors.containsKey(tensor);
    }

    /** The values of a float32 constant. */
    Optional<float[]> floats(String tensor) {
        TensorProto stored = tensors.get(tensor);
        if (stored == null || stored.getDataType() != DataType.FLOAT_VALUE) {
            return Optional.empty();
        }
        try {
            return Optional.of(decoder.decode(tensor, stored).data());
        } catch (NotExplorableException empty) {
            return Optional.empty();
        }
    }

    /** The grid of a QuantizeLinear or a DequantizeLinear; empty unless its scales and zero points are constants. */
    Optional<StoredGrid> grid(NodeProto node) {
        Attributes attributes = new Attributes(node);
        if (attributes.integer("block_size", 0) != 0) {
            return Optional.empty();
        }
        Optional<CodeContainer> said = quantizes(node)
                ? CodeContainer.of((int) attributes.integer("output_dtype", DataType.UINT8_VALUE))
                : codes(GraphNames.input(node, 0)).map(CodeTensor::container);
        return grid(GraphNames.input(node, 1), GraphNames.input(node, 2), said, (int) attributes.integer("axis", 1));
    }

    /**
     * @param zeroPoint may be empty: zero
     * @param container the type of the codes where no zero point says it
     */
    Optional<StoredGrid> grid(String scale, String zeroPoint, Optional<CodeContainer> container, int axis) {
        Optional<float[]> scales = floats(scale);
        if (scales.isEmpty()) {
            return Optional.empty();
        }
        int count = scales.get().length;
        if (zeroPoint.isEmpty()) {
            return container.map(type -> new StoredGrid(type, scales.get(), new int[count], axis));
        }
        return codes(zeroPoint)
                .filter(points -> points.codes().length == count)
                .map(points -> new StoredGrid(points.container(), scales.get(), points.codes(), axis));
    }

    /** A list of 64-bit integers, such as a shape. */
    Optional<long[]> longs(String tensor) {
        TensorProto stored = tensors.get(tensor);
        if (stored == null || stored.getDataType() != DataType.INT64_VALUE || ExternalData.isExternal(stored)
                || stored.getDimsCount() != 1) {
            return Optional.empty();
        }
        if (stored.getInt64DataCount() > 0) {
            return Optional.of(stored.getInt64DataList().stream().mapToLong(Long::longValue).toArray());
        }
        var bytes = stored.getRawData().asReadOnlyByteBuffer().order(java.nio.ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        long[] values = new long[bytes.remaining()];
        bytes.get(values);
        return Optional.of(values);
    }
}
