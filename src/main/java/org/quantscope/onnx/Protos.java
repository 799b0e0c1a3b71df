package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Short ways to say nodes, attributes and constants of a graph that is being written. */
final class Protos {
    private Protos() {}

    static NodeProto.Builder node(String op, String name, List<String> inputs, String output) {
        return NodeProto.newBuilder().setOpType(op).setName(name).addAllInput(inputs).addOutput(output);
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
    }

    static AttributeProto real(String name, float value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeType.FLOAT).setF(value).build();
    }

    static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value)).build();
    }

    static AttributeProto integers(String name, List<Long> values) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS).addAllInts(values).build();
    }

    /** @param extents none for a scalar */
    static TensorProto floats(String name, float[] values, long... extents) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return tensor(name, DataType.FLOAT, bytes.array(), extents);
    }

    /** A list of 64-bit integers. */
    static TensorProto longs(String name, List<Long> values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(bytes::putLong);
        return tensor(name, DataType.INT64, bytes.array(), values.size());
    }

    private static TensorProto tensor(String name, DataType type, byte[] bytes, long... extents) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
        for (long extent : extents) {
            tensor.addDims(extent);
        }
        return tensor.setRawData(ByteString.copyFrom(bytes)).build();
    }

    /** Takes an attribute out of a node. */
    static void remove(NodeProto.Builder node, String attribute) {
        for (int at = node.getAttributeCount() - 1; at >= 0; at--) {
            if (node.getAttribute(at).getName().equals(attribute)) {
                node.removeAttribute(at);
            }
        }
    }

    /** Sets an attribute of a node, in place of the one of that name. */
    static void set(NodeProto.Builder node, AttributeProto attribute) {
        remove(node, attribute.getName());
        node.addAttribute(attribute);
    }

    /** Sets an input, with empty names before it where there are too few. */
    static void setInput(NodeProto.Builder node, int index, String tensor) {
        while (node.getInputCount() <= index) {
            node.addInput("");
        }
        node.setInput(index, tensor);
    }
}
