package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Small ONNX models for tests: {@code OnnxModels.opset(13).input("x", 1, 2).node(...).output("y").write(file)}. */
public final class OnnxModels {
    private final ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8);
    private final GraphProto.Builder graph = model.getGraphBuilder().setName("g");

    private OnnxModels() {}

    public static OnnxModels opset(long version) {
        OnnxModels models = new OnnxModels();
        models.model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(version));
        return models;
    }

    /** A model with one input {@code x}, one Conv named {@code c} with weights {@code w}, and one output {@code y}. */
    public static OnnxModels conv(TensorProto weights, AttributeProto... attributes) {
        return opset(13).input("x").initializer(weights).node("Conv", "c", "x,w", "y", attributes).output("y");
    }

    /** An input of float elements; without extents its shape stays open, an extent below 0 is a free one. */
    public OnnxModels input(String name, long... dims) {
        graph.addInput(info(name, dims));
        return this;
    }

    public OnnxModels output(String name, long... dims) {
        graph.addOutput(info(name, dims));
        return this;
    }

    public OnnxModels valueInfo(String name, long... dims) {
        graph.addValueInfo(info(name, dims));
        return this;
    }

    /** @param inputs names with commas between them; {@code outputs} likewise */
    public OnnxModels node(String op, String name, String inputs, String outputs, AttributeProto... attributes) {
        return node(nodeProto(op, name, inputs, outputs, attributes));
    }

    public OnnxModels node(NodeProto node) {
        graph.addNode(node);
        return this;
    }

    public OnnxModels initializer(TensorProto tensor) {
        graph.addInitializer(tensor);
        return this;
    }

    public OnnxModels initializer(String name, float[] values, long... dims) {
        return initializer(floats(name, values, dims));
    }

    public ModelProto.Builder model() {
        return model;
    }

    public GraphProto.Builder graph() {
        return graph;
    }

    public byte[] bytes() {
        return model.build().toByteArray();
    }

    public Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    public static NodeProto nodeProto(
            String op, String name, String inputs, String outputs, AttributeProto... attributes) {
        NodeProto.Builder node = NodeProto.newBuilder().setOpType(op).setName(name);
        node.addAllInput(names(inputs)).addAllOutput(names(outputs)).addAllAttribute(Arrays.asList(attributes));
        return node.build();
    }

    private static List<String> names(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    public static ValueInfoProto info(String name, long... dims) {
        TypeProto.Tensor.Builder type = TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT_VALUE);
        for (int axis = 0; axis < dims.length; axis++) {
            if (dims[axis] < 0) {
                type.getShapeBuilder().addDimBuilder().setDimParam("d" + axis);
            } else {
                type.getShapeBuilder().addDimBuilder().setDimValue(dims[axis]);
            }
        }
        return ValueInfoProto.newBuilder().setName(name)
                .setType(TypeProto.newBuilder().setTensorType(type)).build();
    }

    public static AttributeProto integer(String name, long value) {
        return attribute(name, AttributeType.INT).setI(value).build();
    }

    public static AttributeProto integers(String name, long... values) {
        AttributeProto.Builder attribute = attribute(name, AttributeType.INTS);
        Arrays.stream(values).forEach(attribute::addInts);
        return attribute.build();
    }

    public static AttributeProto real(String name, float value) {
        return attribute(name, AttributeType.FLOAT).setF(value).build();
    }

    public static AttributeProto reals(String name, float... values) {
        AttributeProto.Builder attribute = attribute(name, AttributeType.FLOATS);
        for (float value : values) {
            attribute.addFloats(value);
        }
        return attribute.build();
    }

    public static AttributeProto text(String name, String value) {
        return attribute(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value)).build();
    }

    public static AttributeProto tensor(String name, TensorProto value) {
        return attribute(name, AttributeType.TENSOR).setT(value).build();
    }

    public static AttributeProto body(String name, GraphProto value) {
        return attribute(name, AttributeType.GRAPH).setG(value).build();
    }

    private static AttributeProto.Builder attribute(String name, AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }

    /** A float32 tensor in {@code raw_data}. */
    public static TensorProto floats(String name, float[] values, long... dims) {
        return raw(name, DataType.FLOAT, rawFloats(values), dims);
    }

    public static TensorProto raw(String name, DataType type, byte[] bytes, long... dims) {
        return empty(name, type, dims).setRawData(ByteString.copyFrom(bytes)).build();
    }

    /** A tensor that claims a shape and holds nothing yet. */
    public static TensorProto.Builder empty(String name, DataType type, long... dims) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
        Arrays.stream(dims).forEach(tensor::addDims);
        return tensor;
    }

    /** A float32 tensor in another file; entries are {@code "location", "w.bin", "offset", "0"} and so on. */
    public static TensorProto external(String name, long[] dims, String... entries) {
        TensorProto.Builder tensor = empty(name, DataType.FLOAT, dims)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL);
        for (int i = 0; i < entries.length; i += 2) {
            tensor.addExternalData(StringStringEntryProto.newBuilder().setKey(entries[i]).setValue(entries[i + 1]));
        }
        return tensor.build();
    }

    public static byte[] rawFloats(float... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    /** Distinct values of both signs, exact in every real type: −1, −0.75, ... */
    public static float[] ramp(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (i % 17 - 4) * 0.25f;
        }
        return values;
    }
}
