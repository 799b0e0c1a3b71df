package org.quantscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quantscope.onnx.OnnxModels.integer;
import static org.quantscope.onnx.OnnxModels.real;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtException;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.BiasQuantizer;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.TensorParams;

class QuantizedNetworkTest {
    private static final QuantParams INPUT = new QuantParams(QuantType.UINT8, 0.03f, 120);
    private static final QuantParams OUTPUT = new QuantParams(QuantType.UINT8, 0.02f, 0);

    @TempDir
    Path folder;

    @Test
    void weightsAndBiasAreStoredAsTheCodesThatTheKernelsRunWith() throws IOException {
        Model model = conv(13);
        LayerParams params = params(model, QuantType.INT8_NARROW, INPUT, OUTPUT);
        GraphProto graph = graph(QuantizedNetwork.write(model, Map.of("c", params), QuantizedForm.QDQ));
        Layer layer = model.layers().get(0);
        byte[] codes = tensor(graph, "w_quantized").getRawData().toByteArray();
        assertThat(tensor(graph, "w_quantized").getDimsList()).containsExactly(3L, 2L, 3L, 3L);
        for (int at = 0; at < codes.length; at++) {
            QuantParams own = params.weight().orElseThrow().channel(at / layer.taps());
            assertThat((int) codes[at]).isEqualTo(Quantizer.quantize(layer.weight().get(at), own));
        }
        float[] scales = floats(tensor(graph, "b_scale"));
        int[] bias = new int[3];
        tensor(graph, "b_quantized").getRawData().asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(bias);
        for (int channel = 0; channel < 3; channel++) {
            float scale = 0.03f * params.weight().orElseThrow().channel(channel).scale();
            assertThat(scales[channel]).isEqualTo(scale);
            assertThat(bias[channel]).isEqualTo(
                    new BiasQuantizer(32).quantize(layer.bias().orElseThrow().get(channel), scale));
        }
        assertThat(node(graph, "w_dequantized").getAttributeList()).extracting(a -> a.getName() + a.getI())
                .containsExactly("axis0");
    }

    @Test
    void theNetworksInputsAndOutputsStayAsTheyAre() throws IOException {
        Model model = conv(13);
        for (QuantizedForm form : QuantizedForm.values()) {
            GraphProto graph = graph(QuantizedNetwork.write(
                    model, Map.of("c", params(model, QuantType.INT8_NARROW, INPUT, OUTPUT)), form));
            assertThat(graph.getInputList()).containsExactly(OnnxModels.info("x", 1, 2, 7, 6));
            assertThat(graph.getOutputList()).containsExactly(OnnxModels.info("y"));
        }
    }

    @Test
    void aReluWhoseWorkTheQuantizerDoesStaysBeforeItInQdqAndGoesInQOperator() throws IOException {
        Model model = conv(13);
        Map<String, LayerParams> params = Map.of("c", params(model, QuantType.INT8_NARROW, INPUT, OUTPUT));
        assertThat(operators(QuantizedNetwork.write(model, params, QuantizedForm.QDQ))).containsExactly(
                "QuantizeLinear", "DequantizeLinear", "DequantizeLinear", "DequantizeLinear", "Conv", "Relu",
                "QuantizeLinear", "DequantizeLinear");
        assertThat(operators(QuantizedNetwork.write(model, params, QuantizedForm.QOPERATOR)))
                .containsExactly("QuantizeLinear", "QLinearConv", "DequantizeLinear");
    }

    @Test
    void aReluThatTheQuantizerDoesNotDoWorksOnCodes() throws IOException {
        Model model = conv(13);
        QuantParams symmetric = new QuantParams(QuantType.UINT8, 0.05f, 128);
        Map<String, LayerParams> params = Map.of("c", params(model, QuantType.INT8_NARROW, INPUT, symmetric));
        assertThat(operators(QuantizedNetwork.write(model, params, QuantizedForm.QDQ))).endsWith(
                "Conv", "QuantizeLinear", "DequantizeLinear", "Relu", "QuantizeLinear", "DequantizeLinear");
        assertThat(operators(QuantizedNetwork.write(model, params, QuantizedForm.QOPERATOR))).containsExactly(
                "QuantizeLinear", "QLinearConv", "DequantizeLinear", "Relu", "QuantizeLinear", "DequantizeLinear");
    }

    @Test
    void aClampOfTheSettingsStandsBehindTheNetworksOwn() throws IOException {
        Model model = conv(13);
        LayerParams plain = params(model, QuantType.INT8_NARROW, INPUT, OUTPUT);
        LayerParams clamped = new LayerParams(plain.weight(), plain.input(), plain.output(), plain.biasBits(),
                plain.requantization(), plain.accumulator(), Optional.of(new Clamp(0, 2)));
        assertThat(operators(QuantizedNetwork.write(model, Map.of("c", clamped), QuantizedForm.QOPERATOR)))
                .containsExactly("QuantizeLinear", "QLinearConv", "DequantizeLinear", "Relu", "Clip",
                        "QuantizeLinear", "DequantizeLinear");
    }

    @Test
    void oneQuantizerServesAllLayersThatReadATensorWithTheSameParameters() throws IOException {
        OnnxModels models = OnnxModels.opset(13).input("x", 1, 2, 4, 4)
                .initializer("w", OnnxModels.ramp(4), 2, 2, 1, 1).initializer("v", OnnxModels.ramp(4), 2, 2, 1, 1)
                .node("Conv", "a", "x,w", "p").node("Conv", "b", "x,v", "q").node("Conv", "c", "p,w", "r")
                .node("Add", "s", "q,r", "y").output("y");
        Model model = OnnxReader.read(models.write(folder.resolve("m.onnx")));
        LayerParams params = params(model, QuantType.INT8_NARROW, INPUT, OUTPUT);
        LayerParams reading = new LayerParams(params.weight(), params.output(), params.output(), params.biasBits(),
                params.requantization(), params.accumulator(), params.clamp());
        List<String> operators = operators(QuantizedNetwork.write(
                model, Map.of("a", params, "b", params, "c", reading), QuantizedForm.QOPERATOR));
        // x once; what a writes has the very quantizer that c reads with.
        assertThat(operators).filteredOn("QuantizeLinear"::equals).hasSize(1);
        assertThat(operators).filteredOn("QLinearConv"::equals).hasSize(3);
        assertThat(operators).filteredOn("DequantizeLinear"::equals).hasSize(2);
    }

    @Test
    void aMatrixProductWithABiasIsAConvolutionOfPixels() throws IOException {
        OnnxModels models = OnnxModels.opset(13).input("x", 5, 3)
                .initializer("w", OnnxModels.ramp(6), 3, 2).initializer("c", new float[] {1, 2}, 2)
                .node("Gemm", "g", "x,w,c", "y", real("alpha", 0.5f), real("beta", 2)).output("y");
        Model model = OnnxReader.read(models.write(folder.resolve("m.onnx")));
        Map<String, LayerParams> params = Map.of("g", params(model, QuantType.INT8_NARROW, INPUT, OUTPUT));
        assertThat(operators(QuantizedNetwork.write(model, params, QuantizedForm.QOPERATOR))).containsExactly(
                "QuantizeLinear", "Reshape", "QLinearConv", "Reshape", "DequantizeLinear");
        NodeProto gemm = node(graph(QuantizedNetwork.write(model, params, QuantizedForm.QDQ)), "y_unclamped");
        assertThat(gemm.getOpType()).isEqualTo("Gemm");
        assertThat(gemm.getAttributeList()).as("alpha and beta are in the codes").isEmpty();
    }

    /** ONNX has no integer operator with a scale for each row of the left matrix. */
    @ParameterizedTest
    @EnumSource(QuantizedForm.class)
    void weightsOnTheLeftOfAMatMulStayInFloatAndRun(QuantizedForm form) throws IOException, OrtException {
        OnnxModels models = OnnxModels.opset(13).input("x", 4, 5).initializer("w", OnnxModels.ramp(12), 3, 4)
                .node("MatMul", "m", "w,x", "y").output("y", 3, 5);
        Model model = OnnxReader.read(models.write(folder.resolve("m.onnx")));
        QuantizedNetwork network = QuantizedNetwork.write(
                model, Map.of("m", params(model, QuantType.INT8_NARROW, INPUT, OUTPUT)), form);
        assertThat(network.findings()).extracting(FormFinding::severity).containsExactly(FormFinding.Severity.FLOAT);
        requireRuns(network, 4, 5);
    }

    @Test
    void aLayerInHalfPrecisionIsNamed() throws IOException {
        OnnxModels models = OnnxModels.opset(13).input("x", 1, 2, 7, 6)
                .initializer(OnnxModels.raw("w", TensorProto.DataType.FLOAT16, new byte[108], 3, 2, 3, 3))
                .node("Conv", "c", "x,w", "y").output("y");
        Model model = OnnxReader.read(models.write(folder.resolve("m.onnx")));
        LayerParams params = params(model, QuantType.INT8_NARROW, INPUT, OUTPUT);
        assertThatThrownBy(() -> QuantizedNetwork.write(model, Map.of("c", params), QuantizedForm.QDQ))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Layer 'c' computes in float16, and quantized files are written of float networks; convert the"
                        + " model to float32.");
    }

    private static void requireRuns(QuantizedNetwork network, long... shape) throws OrtException {
        float[] x = OnnxModels.ramp((int) Arrays.stream(shape).reduce(1, (a, b) -> a * b));
        for (float value : OnnxRuntimeRun.run(
                new ExposedTensors(network.model(), Optional.empty()), "x", x, shape).get("y").data()) {
            assertThat(value).isEqualTo(Quantizer.fakeQuantize(value, OUTPUT));
        }
    }

    /** The runtime of this project has kernels for all of these widths. */
    @ParameterizedTest
    @CsvSource({"2, true, 21", "2, false, 21", "3, true, 21", "4, true, 21", "4, false, 21", "5, true, 13",
        "8, true, 13", "8, false, 13", "12, true, 21", "16, true, 21", "16, false, 21"})
    void weightsOfEveryWidthAreWrittenWithTheOpsetThatHasTheirType(int bits, boolean signed, long opset)
            throws IOException, OrtException {
        Model model = conv(9);
        QuantizedNetwork network = QuantizedNetwork.write(model,
                Map.of("c", params(model, new QuantType(bits, signed, false), INPUT, OUTPUT)), QuantizedForm.QDQ);
        assertThat(network.opset()).isEqualTo(opset);
        requireOnGrid(network, OUTPUT);
    }

    @ParameterizedTest
    @CsvSource({"2, true, 13", "2, false, 13", "3, true, 13", "4, false, 13", "5, true, 13", "7, false, 13",
        "8, true, 13", "8, false, 13", "12, true, 21", "16, true, 21", "16, false, 21"})
    void activationsOfEveryWidthTakeTheCodesOfTheirTypeAlone(int bits, boolean signed, long opset)
            throws IOException, OrtException {
        Model model = conv(9);
        QuantType type = new QuantType(bits, signed, false);
        QuantParams activation = new QuantParams(type, 8f / type.levels(), (type.qmin() + type.qmax()) / 2);
        QuantizedNetwork network = QuantizedNetwork.write(
                model, Map.of("c", params(model, QuantType.INT8_NARROW, activation, activation)), QuantizedForm.QDQ);
        assertThat(network.opset()).isEqualTo(opset);
        requireOnGrid(network, activation);
    }

    private static void requireOnGrid(QuantizedNetwork network, QuantParams output) throws OrtException {
        float[] y = OnnxRuntimeRun.run(
                new ExposedTensors(network.model(), Optional.empty()), "x", OnnxModels.ramp(84), 1, 2, 7, 6)
                .get("y").data();
        float highest = 0;
        for (float value : y) {
            assertThat(value).isEqualTo(Quantizer.fakeQuantize(value, output)).isNotNegative();
            highest = Math.max(highest, value);
        }
        assertThat(highest).as("large values saturate at the highest code").isEqualTo(output.highest());
    }

    @ParameterizedTest
    @EnumSource(QuantizedForm.class)
    void weightsInAnotherFileMoveIntoTheQuantizedOne(QuantizedForm form) throws IOException, OrtException {
        Files.write(folder.resolve("w.bin"), OnnxModels.rawFloats(OnnxModels.ramp(54)));
        Files.write(folder.resolve("a.bin"), OnnxModels.rawFloats(1, 2, 3));
        OnnxModels models = OnnxModels.opset(13).input("x", 1, 2, 7, 6)
                .initializer(OnnxModels.external("w", new long[] {3, 2, 3, 3}, "location", "w.bin"))
                .initializer(OnnxModels.external("a", new long[] {3, 1, 1}, "location", "a.bin"))
                .node("Conv", "c", "x,w", "s").node("Add", "plus", "s,a", "y").output("y");
        Model model = OnnxReader.read(models.write(folder.resolve("m.onnx")));
        QuantizedNetwork network = QuantizedNetwork.write(
                model, Map.of("c", params(model, QuantType.INT8_NARROW, INPUT, OUTPUT)), form);
        assertThat(graph(network).getInitializerList()).noneMatch(ExternalData::isExternal);
        assertThat(floats(tensor(graph(network), "a"))).containsExactly(1, 2, 3);
        assertThat(OnnxRuntimeRun.run(
                new ExposedTensors(network.model(), Optional.empty()), "x", OnnxModels.ramp(84), 1, 2, 7, 6)).hasSize(1);
    }

    @Test
    void constantsThatOldFilesListAmongTheInputsAreNoInputsAnyMore() throws IOException {
        OnnxModels models = OnnxModels.opset(8).input("x", 1, 2, 7, 6).input("w", 3, 2, 3, 3)
                .initializer("w", OnnxModels.ramp(54), 3, 2, 3, 3).node("Conv", "c", "x,w", "y").output("y");
        models.model().setIrVersion(3);
        Model model = OnnxReader.read(models.write(folder.resolve("m.onnx")));
        QuantizedNetwork network = QuantizedNetwork.write(
                model, Map.of("c", params(model, QuantType.INT8_NARROW, INPUT, OUTPUT)), QuantizedForm.QDQ);
        assertThat(graph(network).getInputList()).extracting(input -> input.getName()).containsExactly("x");
        assertThat(ModelProto.parseFrom(network.model()).getIrVersion()).isEqualTo(8);
    }

    @Test
    void aFileThatChangedMeanwhileIsRefused() throws IOException {
        Model model = conv(13);
        Files.write(model.file(), OnnxModels.opset(13).input("x").node("Relu", "r", "x", "y").output("y").bytes());
        assertThatThrownBy(() -> QuantizedNetwork.write(model, Map.of(), QuantizedForm.QDQ))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("File 'm.onnx' cannot be opened: it changed since it was read; open it again.");
    }

    @Test
    void withoutParametersTheNetworkIsOnlyRaised() throws IOException {
        Model model = conv(9);
        QuantizedNetwork network = QuantizedNetwork.write(model, Map.of(), QuantizedForm.QOPERATOR);
        assertThat(operators(network)).containsExactly("Conv", "Relu");
        assertThat(network.opset()).isEqualTo(13);
    }

    private Model conv(long opset) throws IOException {
        OnnxModels models = OnnxModels.opset(opset).input("x", 1, 2, 7, 6)
                .initializer("w", OnnxModels.ramp(54), 3, 2, 3, 3).initializer("b", new float[] {0.5f, -1, 2}, 3)
                .node("Conv", "c", "x,w,b", "s", integer("group", 1)).node("Relu", "r", "s", "y").output("y");
        return OnnxReader.read(models.write(folder.resolve("m.onnx")));
    }

    /** Weights of the first layer's own ranges, one scale for each channel. */
    static LayerParams params(Model model, QuantType weight, QuantParams input, QuantParams output) {
        List<QuantParams> channels = new ArrayList<>();
        for (int channel = 0; channel < model.layers().get(0).outputChannels(); channel++) {
            int zeroPoint = weight.signed() ? 0 : weight.levels() / 2;
            channels.add(new QuantParams(weight, (4f + channel) / weight.levels(), zeroPoint));
        }
        return new LayerParams(
                Optional.of(new TensorParams(channels)), Optional.of(input), Optional.of(output), OptionalInt.of(32),
                RequantizationProfile.FLOAT32, Accumulator.EXACT,
                model.layers().get(0).activation().map(own -> new Clamp(own.lo(), own.hi())));
    }

    private static GraphProto graph(QuantizedNetwork network) throws InvalidProtocolBufferException {
        return ModelProto.parseFrom(network.model()).getGraph();
    }

    private static List<String> operators(QuantizedNetwork network) throws InvalidProtocolBufferException {
        return graph(network).getNodeList().stream().map(NodeProto::getOpType).toList();
    }

    private static TensorProto tensor(GraphProto graph, String name) {
        return graph.getInitializerList().stream().filter(t -> t.getName().equals(name)).findFirst().orElseThrow();
    }

    private static NodeProto node(GraphProto graph, String output) {
        return graph.getNodeList().stream().filter(n -> n.getOutput(0).equals(output)).findFirst().orElseThrow();
    }

    private static float[] floats(TensorProto tensor) {
        float[] values = new float[tensor.getRawData().size() / Float.BYTES];
        tensor.getRawData().asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
