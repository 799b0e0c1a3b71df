package org.quantscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.NodeInfo;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;

/** Quantized files as other tools write them. */
class QuantizedFormsTest {
    private static final QuantParams X = new QuantParams(QuantType.UINT8, 0.02f, 128);
    private static final QuantParams Y = new QuantParams(QuantType.UINT8, 0.05f, 0);

    @TempDir
    Path folder;

    /** Codes pass through a MaxPool and a Flatten, and Relus are left out, as ONNX Runtime's quantizer does. */
    @Test
    void codesThatOnlyMoveBetweenIntegerLayersAreFollowed() throws IOException, OrtException {
        OnnxModels models = movedCodes();
        Model model = read(models);
        assertThat(model.layers()).extracting(Layer::name).containsExactly("conv", "fc");
        assertThat(model.nodes()).extracting(NodeInfo::op)
                .containsExactly("Conv", "Relu", "MaxPool", "Flatten", "MatMul");
        StoredQuantization stored = StoredQuantization.of(model);
        LayerParams conv = stored.params().get("conv");
        assertThat(conv.input()).contains(X);
        assertThat(conv.output()).contains(Y);
        assertThat(conv.biasBits()).isEqualTo(OptionalInt.of(32));
        assertThat(conv.weight().orElseThrow().channel(2))
                .as("a code of -128").isEqualTo(new QuantParams(new QuantType(8, true, false), 0.03f, 0));
        assertThat(conv.clamp()).as("the codes saturate at real zero").isPresent();
        LayerParams fc = stored.params().get("fc");
        assertThat(fc.input()).contains(Y);
        assertThat(fc.output()).contains(X);
        requireSameWrittenAgain(models, model, stored);
    }

    @Test
    void floatsThatARoundingPairQuantizesAreWeightsToo() throws IOException, OrtException {
        OnnxModels models = roundedFloats();
        Model model = read(models);
        assertThat(model.layers().get(0).weight().data()).containsExactly(OnnxModels.ramp(6));
        StoredQuantization stored = StoredQuantization.of(model);
        assertThat(stored.params().get("conv").weight().orElseThrow().channel(2))
                .isEqualTo(new QuantParams(QuantType.UINT8, 0.03f, 7));
        requireSameWrittenAgain(models, model, stored);
    }

    @Test
    void quantizersThatBelongToNoLayerStay() throws IOException {
        OnnxModels models = grids(OnnxModels.opset(13)).input("x", 1, 2, 4, 4)
                .initializer("w", OnnxModels.ramp(4), 2, 2, 1, 1)
                .node("QuantizeLinear", "q", "x,xs,xz", "xq").node("DequantizeLinear", "d", "xq,xs,xz", "xd")
                .node("Conv", "conv", "xd,w", "c")
                .node("Add", "add", "c,xd", "a")
                .node("QuantizeLinear", "aq", "a,ys,yz", "ac").node("DequantizeLinear", "ad", "ac,ys,yz", "y")
                .output("y");
        Model model = read(models);
        StoredQuantization stored = StoredQuantization.of(model);
        assertThat(stored.params().get("conv").input()).contains(X);
        assertThat(stored.params().get("conv").output()).as("the Add reads what the layer writes").isEmpty();
        assertThat(model.layers().get(0).input()).isEqualTo("x");
        assertThat(model.nodes()).extracting(NodeInfo::name).contains("q", "d", "add", "aq", "ad");
    }

    @Test
    void widthsOf4And16BitsAreRead() throws IOException {
        OnnxModels models = OnnxModels.opset(21).input("x", 1, 2, 4, 4)
                .initializer(OnnxModels.raw("w", DataType.INT4, new byte[] {(byte) 0x87, 0x21}, 2, 2, 1, 1))
                .initializer("s", new float[] {0.5f})
                .initializer("as", new float[] {0.001f})
                .initializer(OnnxModels.raw("az", DataType.UINT16, new byte[] {0, (byte) 0x80}))
                .node("QuantizeLinear", "q", "x,as,az", "xq").node("DequantizeLinear", "d", "xq,as,az", "xd")
                .node("DequantizeLinear", "wd", "w,s", "wf")
                .node("Conv", "conv", "xd,wf", "y").output("y");
        models.model().addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1));
        Model model = read(models);
        assertThat(model.layers().get(0).weight().data()).containsExactly(3.5f, -4, 0.5f, 1);
        LayerParams params = StoredQuantization.of(model).params().get("conv");
        assertThat(params.weight().orElseThrow().channel(1)).isEqualTo(new QuantParams(new QuantType(4, true, false), 0.5f, 0));
        assertThat(params.input()).contains(new QuantParams(new QuantType(16, false, false), 0.001f, 32768));
    }

    /** Scales along the inputs are none for each output channel. */
    @Test
    void weightScalesAlongAnotherAxisAreToldAndTheValuesKept() throws IOException {
        OnnxModels models = grids(OnnxModels.opset(13)).input("x", 1, 2, 4, 4)
                .initializer(bytes("w", DataType.INT8, new long[] {2, 2, 1, 1}, 1, 2, 3, 4))
                .initializer("s", new float[] {1, 2}, 2)
                .initializer(bytes("z", DataType.INT8, new long[] {2}, 0, 0))
                .node("DequantizeLinear", "wd", "w,s,z", "wf", OnnxModels.integer("axis", 1))
                .node("Conv", "conv", "x,wf", "y").output("y");
        Model model = read(models);
        assertThat(model.layers().get(0).weight().data()).containsExactly(1, 4, 3, 8);
        StoredQuantization stored = StoredQuantization.of(model);
        assertThat(stored.params().get("conv").weight()).isEmpty();
        assertThat(stored.remarks()).containsExactly("Layer 'conv' has weight scales that are not one for each output"
                + " channel, so its weights are taken as float values.");
    }

    /** Integer layers with operators between them that move codes. */
    static OnnxModels movedCodes() {
        return grids(OnnxModels.opset(13)).input("x", 1, 2, 4, 4)
                .initializer(bytes("w", DataType.INT8, new long[] {3, 2, 1, 1}, 5, -7, 127, -3, 9, -128))
                .initializer("ws", new float[] {0.01f, 0.02f, 0.03f}, 3)
                .initializer(bytes("wz", DataType.INT8, new long[] {3}, 0, 0, 0))
                .initializer(ints("b", 100, -20, 7))
                .initializer(bytes("v", DataType.INT8, new long[] {12, 2}, ramp(24)))
                .node("QuantizeLinear", "q", "x,xs,xz", "xq")
                .node("QLinearConv", "conv", "xq,xs,xz,w,ws,wz,ys,yz,b", "c")
                .node("MaxPool", "pool", "c", "p", OnnxModels.integers("kernel_shape", 2, 2),
                        OnnxModels.integers("strides", 2, 2))
                .node("Flatten", "flat", "p", "f")
                .node("QLinearMatMul", "fc", "f,ys,yz,v,vs,vz,xs,xz", "m")
                .node("DequantizeLinear", "d", "m,xs,xz", "y").output("y", 1, 2);
    }

    /** Floats between rounding pairs, for weights and activations. */
    static OnnxModels roundedFloats() {
        return grids(OnnxModels.opset(13)).input("x", 1, 2, 4, 4)
                .initializer("w", OnnxModels.ramp(6), 3, 2, 1, 1)
                .initializer("s", new float[] {0.01f, 0.02f, 0.03f}, 3)
                .initializer(bytes("z", DataType.UINT8, new long[] {3}, 128, 130, 7))
                .node("QuantizeLinear", "q", "x,xs,xz", "xq").node("DequantizeLinear", "d", "xq,xs,xz", "xd")
                .node("QuantizeLinear", "wq", "w,s,z", "wc", OnnxModels.integer("axis", 0))
                .node("DequantizeLinear", "wd", "wc,s,z", "wf", OnnxModels.integer("axis", 0))
                .node("Conv", "conv", "xd,wf", "c")
                .node("QuantizeLinear", "cq", "c,ys,yz", "cc").node("DequantizeLinear", "cd", "cc,ys,yz", "y")
                .output("y", 1, 3, 4, 4);
    }

    /** What was read, written again, computes what the file computes. */
    private void requireSameWrittenAgain(OnnxModels models, Model model, StoredQuantization stored) throws OrtException {
        float[] x = OnnxModels.ramp(32);
        float[] expected = run(models.bytes(), x);
        byte[] written = QuantizedNetwork.write(model, stored.params(), QuantizedForm.QDQ).model();
        assertThat(run(written, x)).containsExactly(expected);
    }

    private static float[] run(byte[] file, float[] x) throws OrtException {
        return OnnxRuntimeRun.run(new ExposedTensors(file, Optional.empty()), "x", x, 1, 2, 4, 4).get("y").data();
    }

    private static OnnxModels grids(OnnxModels models) {
        return models.initializer("xs", new float[] {0.02f}).initializer("ys", new float[] {0.05f})
                .initializer("vs", new float[] {0.004f})
                .initializer(bytes("xz", DataType.UINT8, new long[0], 128))
                .initializer(bytes("yz", DataType.UINT8, new long[0], 0))
                .initializer(bytes("vz", DataType.INT8, new long[0], 0));
    }

    private static int[] ramp(int count) {
        int[] codes = new int[count];
        for (int i = 0; i < count; i++) {
            codes[i] = (i * 37 + 11) % 255 - 127;
        }
        return codes;
    }

    private static TensorProto bytes(String name, DataType type, long[] extents, int... codes) {
        byte[] bytes = new byte[codes.length];
        for (int i = 0; i < codes.length; i++) {
            bytes[i] = (byte) codes[i];
        }
        return OnnxModels.raw(name, type, bytes, extents);
    }

    private static TensorProto ints(String name, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return OnnxModels.raw(name, DataType.INT32, bytes.array(), values.length);
    }

    private Model read(OnnxModels models) throws IOException {
        return OnnxReader.read(models.write(folder.resolve("net.onnx")));
    }
}
