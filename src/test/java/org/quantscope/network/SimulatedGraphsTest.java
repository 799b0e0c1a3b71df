package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Operand;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.BatchNormFolding;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Quantizer;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** Graphs of awkward forms, simulated, against ONNX Runtime on files whose weights were replaced. */
class SimulatedGraphsTest {
    private static final Samples SAMPLES = new Samples();
    private static final QuantParams COARSE = new QuantParams(new QuantType(3, false, false), 0.5f, 3);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"fashion-lenet.onnx", "fashion-mobile.onnx", "fashion-mobile-bn.onnx"})
    void weightsOfTheSamplesGiveTheLogitsOfAFileThatHoldsThem(String file) throws IOException, OrtException {
        SampleModel sample = Samples.models().stream().filter(one -> one.file().equals(file)).findFirst().orElseThrow();
        Model model = OnnxReader.read(SAMPLES.modelFile(sample));
        ImageSet images = SAMPLES.images(sample);
        FloatTensor image = images.networkInput(5, sample.preprocessing(), InputShape.of(model).shape());
        requireEqualToReplacedWeights(model, image, 4);
    }

    @Test
    void weightsOfEveryKindOfLayerGiveTheLogitsOfAFileThatHoldsThem() throws IOException, OrtException {
        requireEqualToReplacedWeights(
                SmallNetworks.read(SmallNetworks.residual(2), folder), SmallNetworks.image(1, 2, 3, 9, 9), 3);
        requireEqualToReplacedWeights(
                SmallNetworks.read(SmallNetworks.chain(2), folder), SmallNetworks.image(1, 1, 3, 8, 8), 2);
        Random random = new Random(3);
        Model matrices = SmallNetworks.read(OnnxModels.opset(7).input("x", 2, 6)
                .initializer("wa", SmallNetworks.values(random, 6 * 9), 9, 6)
                .initializer("wb", SmallNetworks.values(random, 9 * 5), 9, 5)
                .initializer("wc", SmallNetworks.values(random, 2 * 4), 4, 2)
                .node("Gemm", "a", "x,wa,bias", "ya", OnnxModels.integer("transB", 1), OnnxModels.real("beta", 0.5f))
                .initializer("bias", SmallNetworks.values(random, 9), 9)
                .node("MatMul", "b", "ya,wb", "yb")
                .node("MatMul", "c", "wc,yb", "y")
                .output("y"), folder);
        requireEqualToReplacedWeights(matrices, SmallNetworks.image(4, 2, 6), 4);
        Model sequence = SmallNetworks.read(OnnxModels.opset(11).input("x", 1, 2, 7)
                .initializer("w", SmallNetworks.values(random, 3 * 2 * 3), 3, 2, 3)
                .node("Conv", "c", "x,w", "y", OnnxModels.text("auto_pad", "SAME_UPPER"))
                .output("y"), folder);
        requireEqualToReplacedWeights(sequence, SmallNetworks.image(4, 1, 2, 7), 4);
    }

    /** alpha and beta are part of the layer's weights and bias, so that the codes are of what is multiplied. */
    @Test
    void aGemmsFactorsAreInItsWeights() throws IOException {
        Model model = SmallNetworks.read(OnnxModels.opset(9).input("x", 4, 2)
                .initializer("w", new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2)
                .initializer("c", new float[] {10}, 1)
                .node("Gemm", "g", "x,w,c", "y", OnnxModels.real("alpha", 0.5f), OnnxModels.real("beta", 2),
                        OnnxModels.integer("transA", 1))
                .output("y"), folder);
        float[] image = {1, 0, 0, 1, 0, 0, 0, 0}; // two samples in columns: the first two units
        Layer layer = model.layers().get(0);
        LayerParams params = SmallNetworks.weightsOnly(SmallNetworks.weights(layer, 8));
        float[] weights = Operand.weight(layer.weight(), params.weight(), ChannelRange.all(2)).fakeQuant().data();
        assertThat(predict(model, FloatTensor.wrap(Shape.of(4, 2), image), Map.of()).data())
                .containsExactly(20.5f, 21, 21.5f, 22);
        assertThat(predict(model, FloatTensor.wrap(Shape.of(4, 2), image), Map.of("g", params)).data())
                .containsExactly(20 + weights[0], 20 + weights[4], 20 + weights[1], 20 + weights[5]);
    }

    @Test
    void weightsThatAnotherNodeReadsStayFloatThere() throws IOException {
        Model model = SmallNetworks.read(OnnxModels.opset(13).input("x", 1, 1, 2, 2)
                .initializer("w", new float[] {0.3f, -1, 0.7f, 0.11f}, 1, 1, 2, 2)
                .node("Conv", "c", "x,w", "yc")
                .node("Conv", "d", "x,w", "yd")
                .node("ReduceSum", "sum", "w", "s", OnnxModels.integer("keepdims", 1))
                .node("Add", "first", "yc,yd", "f")
                .node("Add", "last", "f,s", "y")
                .output("y"), folder);
        FloatTensor ones = FloatTensor.wrap(Shape.of(1, 1, 2, 2), new float[] {1, 1, 1, 1});
        LayerParams coarse = SmallNetworks.weightsOnly(SmallNetworks.weights(model.layer("c").orElseThrow(), 2));
        // At two bits the weights of c are 0, -1, 1 and 0; d and the sum have 0.11 in all.
        assertThat(predict(model, ones, Map.of()).get(0)).isCloseTo(0.33f, within(1e-6f));
        assertThat(predict(model, ones, Map.of("c", coarse)).get(0))
                .isCloseTo(0.22f, within(1e-6f));
    }

    @Test
    void anInputQuantizerActsForItsLayerAlone() throws IOException {
        Model model = SmallNetworks.read(SmallNetworks.residual(2), folder);
        FloatTensor image = SmallNetworks.image(1, 1, 3, 6, 6);
        LayerParams params = SmallNetworks.activations(Optional.of(COARSE), Optional.empty());
        try (SimulatedNetwork network = SimulatedNetwork.open(model, 1);
                Activations floats = network.run(image, Map.of(), Cancellation.NEVER);
                Activations given = network.run(image, Map.of("a", params), Cancellation.NEVER)) {
            assertThat(given.output(model.layer("s").orElseThrow()).data())
                    .containsExactly(floats.output(model.layer("s").orElseThrow()).data());
            assertThat(given.output(model.layer("a").orElseThrow()).data())
                    .isNotEqualTo(floats.output(model.layer("a").orElseThrow()).data());
        }
    }

    @Test
    void anOutputQuantizerActsForAllReadersAndForTheNetworksOutput() throws IOException {
        Model model = SmallNetworks.read(SmallNetworks.residual(2), folder);
        FloatTensor image = SmallNetworks.image(1, 1, 3, 6, 6);
        Layer layer = model.layer("s").orElseThrow();
        LayerParams params = SmallNetworks.activations(Optional.empty(), Optional.of(COARSE));
        try (SimulatedNetwork network = SimulatedNetwork.open(model, 1);
                Activations floats = network.run(image, Map.of(), Cancellation.NEVER);
                Activations given = network.run(image, Map.of("s", params), Cancellation.NEVER)) {
            float[] expected = floats.output(layer).data().clone();
            for (int i = 0; i < expected.length; i++) {
                expected[i] = Quantizer.fakeQuantize(expected[i], COARSE);
            }
            assertThat(given.output(layer).data()).containsExactly(expected);
            assertThat(given.networkOutput().data()).isNotEqualTo(floats.networkOutput().data());
        }
    }

    @Test
    void bodiesOfBranchesReadTheQuantizedTensor() throws IOException {
        GraphProto same = GraphProto.newBuilder().setName("then").addOutput(OnnxModels.info("t"))
                .addNode(OnnxModels.nodeProto("Identity", "i", "ya", "t")).build();
        GraphProto negated = GraphProto.newBuilder().setName("else").addOutput(OnnxModels.info("e"))
                .addNode(OnnxModels.nodeProto("Neg", "n", "ya", "e")).build();
        OnnxModels network = OnnxModels.opset(13).input("x", 1, 1, 1, 3)
                .initializer("w", new float[] {1}, 1, 1, 1, 1)
                .initializer(TensorProto.newBuilder().setName("yes").setDataType(DataType.BOOL_VALUE)
                        .addInt32Data(1).build())
                .node("Conv", "a", "x,w", "ya")
                .node("If", "if", "yes", "y", OnnxModels.body("then_branch", same),
                        OnnxModels.body("else_branch", negated))
                .output("y");
        FloatTensor image = FloatTensor.wrap(Shape.of(1, 1, 1, 3), new float[] {0.6f, -9, 0.1f});
        LayerParams params = SmallNetworks.activations(Optional.empty(), Optional.of(COARSE));
        assertThat(predict(SmallNetworks.read(network, folder), image, Map.of("a", params)).data())
                .containsExactly(0.5f, -1.5f, 0);
    }

    /** Files of IR version 3 list their initializers as inputs, and nobody feeds those. */
    @Test
    void storedWeightsAmongTheInputsAreNotAskedFor() throws IOException {
        OnnxModels network = OnnxModels.opset(7).input("x", 1, 1, 1, 3)
                .input("w", 1, 1, 1, 1).input("half", 1)
                .initializer("w", new float[] {2}, 1, 1, 1, 1)
                .initializer("half", new float[] {0.5f}, 1)
                .node("Conv", "a", "x,w", "ya")
                .node("Mul", "m", "ya,half", "y")
                .output("y");
        network.model().setIrVersion(3);
        FloatTensor image = FloatTensor.wrap(Shape.of(1, 1, 1, 3), new float[] {0.6f, -9, 0.1f});
        LayerParams params = SmallNetworks.activations(Optional.empty(), Optional.of(COARSE));
        assertThat(predict(SmallNetworks.read(network, folder), image, Map.of("a", params)).data())
                .containsExactly(0.5f, -0.75f, 0);
    }

    @Test
    void weightsInConstantNodesAndBehindTransposesAreFedLikeOthers() throws IOException {
        Random random = new Random(5);
        Model model = SmallNetworks.read(OnnxModels.opset(13).input("x", 2, 3)
                .node("Constant", "k", "", "stored", OnnxModels.tensor(
                        "value", OnnxModels.floats("v", SmallNetworks.values(random, 12), 4, 3)))
                .node("Transpose", "t", "stored", "w")
                .node("MatMul", "m", "x,w", "y")
                .output("y"), folder);
        FloatTensor image = SmallNetworks.image(3, 2, 3);
        Map<String, LayerParams> params =
                Map.of("m", SmallNetworks.weightsOnly(SmallNetworks.weights(model.layers().get(0), 3)));
        Layer layer = model.layers().get(0);
        ReferenceLayer.requireClose(
                predict(model, image, params),
                ReferenceLayer.sums(layer, params.get("m"), image.reshape(Shape.of(2, 3, 1, 1))), Optional.empty(), "m");
    }

    @Test
    void tensorsThatAreCalledLikeOursAreNotMixedUp() throws IOException {
        Model model = SmallNetworks.read(OnnxModels.opset(13).input("quantscope/0/weight", 1, 1, 1, 2)
                .initializer("quantscope/half", new float[] {3}, 1, 1, 1, 1)
                .node("Conv", "quantscope/0/read", "quantscope/0/weight,quantscope/half", "quantscope/0/input")
                .output("quantscope/0/input"), folder);
        FloatTensor image = FloatTensor.wrap(Shape.of(1, 1, 1, 2), new float[] {1, 0.1f});
        LayerParams params = SmallNetworks.activations(Optional.of(COARSE), Optional.empty());
        assertThat(predict(model, image, Map.of("quantscope/0/read", params)).data()).containsExactly(3, 0);
    }

    @Test
    void weightsOfOtherLayersStayInTheFileBesideTheModel() throws IOException {
        Files.write(folder.resolve("w.bin"), OnnxModels.rawFloats(2, 3, 4));
        Model model = SmallNetworks.read(OnnxModels.opset(13).input("x", 1, 1, 1, 2)
                .initializer(OnnxModels.external("w", new long[] {1, 1, 1, 1}, "location", "w.bin", "length", "4"))
                .initializer(OnnxModels.external(
                        "two", new long[] {1, 1, 1, 2}, "location", "w.bin", "offset", "4", "length", "8"))
                .node("Conv", "c", "x,w", "yc").node("Mul", "m", "yc,two", "y").output("y"), folder);
        FloatTensor image = FloatTensor.wrap(Shape.of(1, 1, 1, 2), new float[] {1, 10});
        LayerParams params = SmallNetworks.activations(Optional.of(COARSE), Optional.empty());
        assertThat(predict(model, image, Map.of()).data()).containsExactly(6, 80);
        assertThat(predict(model, image, Map.of("c", params)).data()).containsExactly(6, 16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DOUBLE", "FLOAT16"})
    void layersOfOtherTypesComputeInFloatBetweenTwoCasts(String name) throws IOException {
        DataType type = DataType.valueOf(name);
        byte[] weights = type == DataType.DOUBLE
                ? new byte[] {0, 0, 0, 0, 0, 0, 0, 64}
                : new byte[] {0, 64}; // 2 in little-endian bytes
        OnnxModels network = OnnxModels.opset(13).input("x", 1, 1, 1, 3)
                .initializer(OnnxModels.raw("w", type, weights, 1, 1, 1, 1))
                .node("Conv", "a", "x,w", "ya").node("Relu", "r", "ya", "za")
                .node("Conv", "b", "za,w", "y").output("y");
        TypeProto.Builder input = network.graph().getInputBuilder(0).getTypeBuilder();
        input.getTensorTypeBuilder().setElemType(type.getNumber());
        network.graph().getOutputBuilder(0).getTypeBuilder().getTensorTypeBuilder().setElemType(type.getNumber());
        Model model = SmallNetworks.read(network, folder);
        FloatTensor image = FloatTensor.wrap(Shape.of(1, 1, 1, 3), new float[] {0.25f, -9, 1});
        assertThat(predict(model, image, Map.of()).data()).containsExactly(1, 0, 4);
        LayerParams params = SmallNetworks.activations(Optional.of(COARSE), Optional.of(COARSE));
        // 0.25 is a tie, goes to 0; 1 stays 1, is doubled to 2 and doubled again
        assertThat(predict(model, image, Map.of("a", params)).data()).containsExactly(0, 0, 4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFoldedMatrixProductGetsItsBias(boolean fold) throws IOException {
        Model model = SmallNetworks.read(OnnxModels.opset(13).input("x", 2, 3)
                .initializer("w", SmallNetworks.values(new Random(1), 12), 3, 4)
                .initializer("scale", new float[] {1, 2, 0.5f, -1}, 4)
                .initializer("shift", new float[] {1, 0, -1, 3}, 4)
                .initializer("mean", new float[] {0, 1, 2, 3}, 4)
                .initializer("variance", new float[] {1, 1, 4, 9}, 4)
                .node("MatMul", "m", "x,w", "ym")
                .node("BatchNormalization", "bn", "ym,scale,shift,mean,variance", "yb")
                .node("Relu", "r", "yb", "y")
                .valueInfo("ym", 2, 4)
                .output("y"), folder);
        Model form = fold ? BatchNormFolding.fold(model) : model;
        assertThat(form.foldedLayers()).isEqualTo(fold ? 1 : 0);
        FloatTensor image = SmallNetworks.image(3, 2, 3);
        try (NetworkRunner runner = NetworkRunner.open(model)) {
            ReferenceLayer.requireClose(
                    predict(form, image, Map.of()), runner.predict(image), Optional.empty(), "folded " + fold);
        }
        Layer layer = form.layers().get(0);
        LayerParams params = SmallNetworks.weightsOnly(SmallNetworks.weights(layer, 3));
        try (SimulatedNetwork network = SimulatedNetwork.open(form, 1);
                Activations given = network.run(image, Map.of("m", params), Cancellation.NEVER)) {
            ReferenceLayer.requireClose(
                    given.activated(layer), ReferenceLayer.activated(layer, params, given.input(layer)),
                    Optional.empty(), "folded " + fold);
        }
    }

    private static FloatTensor predict(Model model, FloatTensor image, Map<String, LayerParams> params) {
        try (SimulatedNetwork network = SimulatedNetwork.open(model, 1)) {
            return network.predict(image, params, Cancellation.NEVER);
        }
    }

    /** The independent path: nothing is fed but the image. Packed weights are summed in another order, so none are. */
    private static void requireEqualToReplacedWeights(Model model, FloatTensor image, int bits)
            throws IOException, OrtException {
        Map<String, LayerParams> params = new LinkedHashMap<>();
        Map<String, float[]> stored = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            LayerParams own = SmallNetworks.weightsOnly(SmallNetworks.weights(layer, bits));
            params.put(layer.name(), own);
            float[] values = Operand.weight(
                    layer.weight(), own.weight(), ChannelRange.all(layer.outputChannels())).fakeQuant().data();
            stored.put(layer.weightName(), layer.storedOutputAxis() == 1 ? turned(layer, values) : values);
        }
        ModelProto.Builder file = ModelProto.parseFrom(Files.readAllBytes(model.file())).toBuilder();
        for (TensorProto.Builder tensor : file.getGraphBuilder().getInitializerBuilderList()) {
            if (stored.containsKey(tensor.getName())) {
                tensor.clearFloatData().setRawData(
                        ByteString.copyFrom(OnnxModels.rawFloats(stored.get(tensor.getName()))));
            }
        }
        float[] expected = logits(file.build(), model.inputs().get(0).name(), image);
        try (SimulatedNetwork network = SimulatedNetwork.open(model, 1)) {
            float[] given = network.predict(image, params, Cancellation.NEVER).data();
            assertThat(given).containsExactly(expected);
            assertThat(network.predict(image, Map.of(), Cancellation.NEVER).data()).isNotEqualTo(expected);
        }
    }

    private static float[] turned(Layer layer, float[] values) {
        int outputs = layer.outputChannels();
        int inputs = values.length / outputs;
        float[] turned = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            turned[i % inputs * outputs + i / inputs] = values[i];
        }
        return turned;
    }

    private static float[] logits(ModelProto file, String input, FloatTensor image) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            options.setIntraOpNumThreads(1);
            options.addConfigEntry("session.disable_prepacking", "1");
            try (OrtSession session = environment.createSession(file.toByteArray(), options);
                    OnnxTensor tensor = OnnxTensor.createTensor(
                            environment, FloatBuffer.wrap(image.data()), image.shape().toLongArray());
                    OrtSession.Result result = session.run(Map.of(input, tensor))) {
                FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
                float[] copy = new float[values.remaining()];
                values.get(copy);
                return copy;
            }
        }
    }
}
