package org.quantscope.conformance;

import static org.quantscope.onnx.OnnxModels.integer;
import static org.quantscope.onnx.OnnxModels.integers;

import ai.onnx.proto.OnnxMl.AttributeProto;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quantscope.model.ConvGeometry;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.quant.QuantParams;
import org.quantscope.tensor.IntTensor;

/** ONNX Runtime's QLinearConv and ConvInteger on the codes of a {@link CodedConv}. */
final class RuntimeConv {
    private final CodedConv conv;
    private final int[] inputZeroPoint;
    private final int[] weightZeroPoints;

    /**
     * @param inputZeroPoint the one that {@code conv} has, as an integer
     * @param weightZeroPoints one for all channels, or one for each
     */
    RuntimeConv(CodedConv conv, int inputZeroPoint, int... weightZeroPoints) {
        this.conv = conv;
        this.inputZeroPoint = new int[] {inputZeroPoint};
        this.weightZeroPoints = weightZeroPoints;
    }

    /** The output codes (N, O, H', W'). */
    int[] qLinearConv(int outputZeroPoint) throws OrtException {
        QuantParams output = conv.output().orElseThrow();
        DataType inputType = type(conv.input());
        DataType weightType = type(conv.weight().channel(0));
        float[] weightScales = weightScales();
        OnnxModels model = OnnxModels.opset(13)
                .initializer("xs", new float[] {conv.input().scale()})
                .initializer(bytes("xz", inputType, inputZeroPoint))
                .initializer(bytes("w", weightType, conv.w().data(), conv.w().shape().toLongArray()))
                .initializer("ws", weightScales, extents(weightScales.length))
                .initializer(bytes("wz", weightType, weightZeroPoints, extents(weightZeroPoints.length)))
                .initializer("ys", new float[] {output.scale()})
                .initializer(bytes("yz", type(output), new int[] {outputZeroPoint}));
        Optional<int[]> bias = conv.bias();
        bias.ifPresent(codes -> model.initializer(
                OnnxModels.raw("b", DataType.INT32, rawInts(codes), codes.length)));
        model.node(
                "QLinearConv", "c", "x,xs,xz,w,ws,wz,ys,yz" + (bias.isPresent() ? ",b" : ""), "y", attributes());
        return run(model, inputType, type(output));
    }

    /** The sums (N, O, H', W'). */
    int[] convInteger() throws OrtException {
        DataType inputType = type(conv.input());
        DataType weightType = type(conv.weight().channel(0));
        OnnxModels model = OnnxModels.opset(13)
                .initializer(bytes("w", weightType, conv.w().data(), conv.w().shape().toLongArray()))
                .initializer(bytes("xz", inputType, inputZeroPoint))
                .initializer(bytes("wz", weightType, weightZeroPoints, extents(weightZeroPoints.length)))
                .node("ConvInteger", "c", "x,w,xz,wz", "y", attributes());
        return run(model, inputType, DataType.INT32);
    }

    private AttributeProto[] attributes() {
        ConvGeometry g = conv.geometry();
        return new AttributeProto[] {
            integers("kernel_shape", g.kernelHeight(), g.kernelWidth()),
            integers("strides", g.strideHeight(), g.strideWidth()),
            integers("pads", g.padTop(), g.padLeft(), g.padBottom(), g.padRight()),
            integers("dilations", g.dilationHeight(), g.dilationWidth()),
            integer("group", g.group())
        };
    }

    private float[] weightScales() {
        List<QuantParams> channels = conv.weight().channels();
        boolean one = channels.stream().allMatch(channel -> channel.scale() == channels.get(0).scale());
        // Zero points of their own go with scales of their own.
        float[] scales = new float[one && weightZeroPoints.length == 1 ? 1 : channels.size()];
        for (int channel = 0; channel < scales.length; channel++) {
            scales[channel] = channels.get(channel).scale();
        }
        return scales;
    }

    private int[] run(OnnxModels model, DataType inputType, DataType outputType) throws OrtException {
        IntTensor x = conv.x();
        model.graph().addInput(info("x", inputType)).addOutput(info("y", outputType));
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        ByteBuffer data = ByteBuffer.allocateDirect(x.size()).put(rawBytes(x.data())).rewind();
        OnnxJavaType javaType = inputType == DataType.INT8 ? OnnxJavaType.INT8 : OnnxJavaType.UINT8;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL); // what is refused is thrown as well
            try (OrtSession session = environment.createSession(model.bytes(), options);
                    OnnxTensor tensor =
                            OnnxTensor.createTensor(environment, data, x.shape().toLongArray(), javaType);
                    OrtSession.Result result = session.run(Map.of("x", tensor))) {
                return values((OnnxTensor) result.get(0), outputType);
            }
        }
    }

    private static int[] values(OnnxTensor tensor, DataType type) {
        ByteBuffer raw = tensor.getByteBuffer().order(ByteOrder.nativeOrder());
        int[] values = new int[(int) tensor.getInfo().getNumElements()];
        for (int at = 0; at < values.length; at++) {
            values[at] = switch (type) {
                case UINT8 -> Byte.toUnsignedInt(raw.get(at));
                case INT8 -> raw.get(at);
                default -> raw.getInt(at * Integer.BYTES);
            };
        }
        return values;
    }

    private static DataType type(QuantParams params) {
        return params.type().signed() ? DataType.INT8 : DataType.UINT8;
    }

    private static long[] extents(int count) {
        return count == 1 ? new long[0] : new long[] {count};
    }

    private static TensorProto bytes(String name, DataType type, int[] codes, long... dims) {
        return OnnxModels.raw(name, type, rawBytes(codes), dims);
    }

    private static byte[] rawBytes(int[] codes) {
        byte[] bytes = new byte[codes.length];
        for (int at = 0; at < codes.length; at++) {
            bytes[at] = (byte) codes[at];
        }
        return bytes;
    }

    private static byte[] rawInts(int[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asIntBuffer().put(values);
        return buffer.array();
    }

    private static ValueInfoProto info(String name, DataType type) {
        ValueInfoProto.Builder info = OnnxModels.info(name).toBuilder();
        info.getTypeBuilder().getTensorTypeBuilder().setElemType(type.getNumber()).clearShape();
        return info.build();
    }
}
