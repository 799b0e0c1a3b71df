package org.quantscope.conformance;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.quant.QuantType;
import org.quantscope.tensor.Shape;

/** A model of one node with one input {@code x}, run by ONNX Runtime. */
final class RuntimeNode {
    private RuntimeNode() {}

    /**
     * Runs the node.
     *
     * @param model node and constants, without inputs and outputs
     * @param outputs names and element types of the node's outputs
     */
    static List<BackendTensor> run(OnnxModels model, BackendTensor x, Map<String, DataType> outputs)
            throws OrtException {
        model.graph().addInput(info("x", dataType(x)));
        outputs.forEach((name, type) -> model.graph().addOutput(info(name, type)));
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        byte[] bytes = bytes(x);
        ByteBuffer data = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.nativeOrder()).put(bytes).rewind();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL); // what is refused is thrown as well
            try (OrtSession session = environment.createSession(model.bytes(), options);
                    OnnxTensor tensor = OnnxTensor.createTensor(
                            environment, data, x.shape().toLongArray(), javaType(dataType(x)));
                    OrtSession.Result result = session.run(Map.of("x", tensor))) {
                List<BackendTensor> values = new ArrayList<>();
                for (Map.Entry<String, DataType> output : outputs.entrySet()) {
                    values.add(tensor((OnnxTensor) result.get(output.getKey()).orElseThrow(), output.getValue()));
                }
                return values;
            }
        }
    }

    /** A constant of the model. */
    static TensorProto constant(String name, BackendTensor value) {
        return OnnxModels.raw(name, dataType(value), bytes(value), value.shape().toLongArray());
    }

    static DataType dataType(QuantType type) {
        return type.bits() > 8
                ? type.signed() ? DataType.INT16 : DataType.UINT16
                : type.signed() ? DataType.INT8 : DataType.UINT8;
    }

    private static DataType dataType(BackendTensor tensor) {
        if (tensor.isReal()) {
            return DataType.FLOAT;
        }
        return tensor.bits() == 32 ? DataType.INT32 : dataType(tensor.type());
    }

    private static OnnxJavaType javaType(DataType type) {
        return switch (type) {
            case FLOAT -> OnnxJavaType.FLOAT;
            case UINT8 -> OnnxJavaType.UINT8;
            case INT8 -> OnnxJavaType.INT8;
            default -> throw new IllegalArgumentException("Inputs of type " + type + " are not given to the runtime.");
        };
    }

    private static int size(DataType type) {
        return switch (type) {
            case UINT8, INT8 -> Byte.BYTES;
            case UINT16, INT16 -> Short.BYTES;
            default -> Integer.BYTES;
        };
    }

    private static byte[] bytes(BackendTensor tensor) {
        if (tensor.isReal()) {
            return OnnxModels.rawFloats(tensor.reals());
        }
        int size = size(dataType(tensor));
        ByteBuffer buffer = ByteBuffer.allocate(tensor.codes().length * size).order(ByteOrder.LITTLE_ENDIAN);
        for (int code : tensor.codes()) {
            for (int part = 0; part < size; part++) {
                buffer.put((byte) (code >> part * Byte.SIZE));
            }
        }
        return buffer.array();
    }

    private static BackendTensor tensor(OnnxTensor tensor, DataType type) {
        long[] dims = tensor.getInfo().getShape();
        int[] extents = new int[dims.length];
        for (int axis = 0; axis < dims.length; axis++) {
            extents[axis] = Math.toIntExact(dims[axis]);
        }
        ByteBuffer raw = tensor.getByteBuffer().order(ByteOrder.nativeOrder());
        byte[] bytes = new byte[raw.remaining()];
        raw.get(bytes);
        return BackendTensor.of(OnnxModels.raw("", type, bytes, Shape.of(extents).toLongArray()));
    }

    private static ValueInfoProto info(String name, DataType type) {
        ValueInfoProto.Builder info = OnnxModels.info(name).toBuilder();
        info.getTypeBuilder().getTensorTypeBuilder().setElemType(type.getNumber()).clearShape();
        return info.build();
    }
}
