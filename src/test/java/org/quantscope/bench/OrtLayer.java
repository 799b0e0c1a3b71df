package org.quantscope.bench;

import static org.quantscope.onnx.OnnxModels.integer;
import static org.quantscope.onnx.OnnxModels.integers;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OrtException;
import java.util.Arrays;
import org.quantscope.bench.OrtNode.OrtInput;
import org.quantscope.model.ConvGeometry;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.Shape;

/**
 * A layer's numbers as one-node models of ONNX Runtime: Conv, ConvInteger and QLinearConv, or for a fully connected layer
 * Gemm, MatMulInteger and QLinearMatMul, which the runtime computes faster.
 */
final class OrtLayer {
    /** Scale and zero point of the output codes of QLinearConv. */
    static final float OUTPUT_SCALE = 0.5f;
    static final int OUTPUT_ZERO_POINT = 128;

    private static final int UNSIGNED_SHIFT = 128;

    private final LayerData data;
    private final int threads;
    private final boolean rows;

    OrtLayer(LayerData data, int threads) {
        this.data = data;
        this.threads = threads;
        this.rows = data.kind().isFullyConnected();
    }

    /** {@code Σ x̂·ŵ} in float32. */
    OrtNode real() throws OrtException {
        OnnxModels model = model(DataType.FLOAT, DataType.FLOAT);
        model.initializer("w", data.w().fakeQuant().data(), rows ? matrix(false) : weightShape());
        if (rows) {
            model.node("Gemm", "c", "x,w", "y", integer("transB", 1));
        } else {
            model.node("Conv", "c", "x,w", "y", attributes());
        }
        return OrtNode.of(model, OrtInput.floats(data.x().fakeQuant().data(), inputShape()), threads);
    }

    /** {@code Σ x·w} of the codes as they are, in int32: no zero points. */
    OrtNode rawSums(boolean signedWeights) throws OrtException {
        OnnxModels model = withWeights(model(DataType.UINT8, DataType.INT32), signedWeights);
        return onCodes(model.node(rows ? "MatMulInteger" : "ConvInteger", "c", "x,w", "y", attributes()));
    }

    /** {@code Σ (x − zx)·w} in int32, signed weights. */
    OrtNode sums() throws OrtException {
        OnnxModels model = withWeights(model(DataType.UINT8, DataType.INT32), true)
                .initializer(OnnxModels.raw("xz", DataType.UINT8, new byte[] {(byte) inputZeroPoint()}));
        return onCodes(model.node(rows ? "MatMulInteger" : "ConvInteger", "c", "x,w,xz", "y", attributes()));
    }

    /** Output codes, unsigned 8 bits, with a scale for each channel. */
    OrtNode codes(boolean signedWeights) throws OrtException {
        TensorParams weight = data.params().weight().orElseThrow();
        float[] scales = new float[weight.channelCount()];
        for (int channel = 0; channel < scales.length; channel++) {
            scales[channel] = weight.channel(channel).scale();
        }
        byte[] zeroPoints = new byte[scales.length];
        Arrays.fill(zeroPoints, (byte) (signedWeights ? 0 : UNSIGNED_SHIFT));
        QuantParams input = data.params().input().orElseThrow();
        OnnxModels model = withWeights(model(DataType.UINT8, DataType.UINT8), signedWeights)
                .initializer("xs", new float[] {input.scale()})
                .initializer(OnnxModels.raw("xz", DataType.UINT8, new byte[] {(byte) inputZeroPoint()}))
                .initializer("ws", scales, scales.length)
                .initializer(OnnxModels.raw("wz", weightType(signedWeights), zeroPoints, zeroPoints.length))
                .initializer("ys", new float[] {OUTPUT_SCALE})
                .initializer(OnnxModels.raw("yz", DataType.UINT8, new byte[] {(byte) OUTPUT_ZERO_POINT}));
        return onCodes(model.node(rows ? "QLinearMatMul" : "QLinearConv", "c", "x,xs,xz,w,ws,wz,ys,yz", "y",
                attributes()));
    }

    private OrtNode onCodes(OnnxModels model) throws OrtException {
        int[] codes = data.x().codes().orElseThrow().data();
        return OrtNode.of(model, OrtInput.unsignedBytes(codes, inputShape()), threads);
    }

    private OnnxModels withWeights(OnnxModels model, boolean signed) {
        int[] codes = data.w().codes().orElseThrow().data();
        int outputs = data.kind().shape().outputChannels();
        int taps = codes.length / outputs;
        byte[] bytes = new byte[codes.length];
        for (int at = 0; at < bytes.length; at++) {
            // Matrix products want (inputs, outputs).
            int target = rows ? at % taps * outputs + at / taps : at;
            bytes[target] = (byte) (signed ? codes[at] : codes[at] + UNSIGNED_SHIFT);
        }
        return model.initializer(OnnxModels.raw("w", weightType(signed), bytes, rows ? matrix(true) : weightShape()));
    }

    private OnnxModels model(DataType input, DataType output) {
        OnnxModels model = OnnxModels.opset(21);
        model.graph().addInput(info("x", input, inputShape()));
        model.graph().addOutput(info("y", output, outputShape()));
        return model;
    }

    private static ValueInfoProto info(String name, DataType type, long... shape) {
        ValueInfoProto.Builder info = OnnxModels.info(name, shape).toBuilder();
        info.getTypeBuilder().getTensorTypeBuilder().setElemType(type.getNumber());
        return info.build();
    }

    private AttributeProto[] attributes() {
        if (rows) {
            return new AttributeProto[0];
        }
        ConvGeometry g = data.kind().shape().geometry();
        return new AttributeProto[] {
            integers("kernel_shape", g.kernelHeight(), g.kernelWidth()),
            integers("strides", g.strideHeight(), g.strideWidth()),
            integers("pads", g.padTop(), g.padLeft(), g.padBottom(), g.padRight()),
            integer("group", g.group())
        };
    }

    private static DataType weightType(boolean signed) {
        return signed ? DataType.INT8 : DataType.UINT8;
    }

    private int inputZeroPoint() {
        return data.params().input().orElseThrow().integerOrigin();
    }

    private long[] inputShape() {
        return shape(data.kind().shape().input());
    }

    private long[] outputShape() {
        return shape(data.kind().shape().output());
    }

    private long[] shape(Shape image) {
        return rows ? new long[] {image.extent(0), image.extent(1)} : image.toLongArray();
    }

    private long[] weightShape() {
        return data.kind().shape().weight().toLongArray();
    }

    private long[] matrix(boolean transposed) {
        int outputs = data.kind().shape().outputChannels();
        int taps = data.kind().shape().taps();
        return transposed ? new long[] {taps, outputs} : new long[] {outputs, taps};
    }
}
