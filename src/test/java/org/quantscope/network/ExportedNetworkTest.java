package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Model;
import org.quantscope.onnx.BatchNormFolding;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.onnx.QuantizedForm;
import org.quantscope.onnx.QuantizedNetwork;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** The quantized files of the samples as others run them, and as the simulation sees them. */
class ExportedNetworkTest {
    private static final Samples SAMPLES = new Samples();
    private static final QuantType INT4 = new QuantType(4, true, true);

    @TempDir
    Path folder;

    static Stream<Arguments> networks() {
        return Samples.models().stream().flatMap(sample -> Stream.of(
                Arguments.of(sample, true, QuantType.INT8_NARROW, QuantType.UINT8),
                Arguments.of(sample, false, INT4, QuantType.UINT8),
                Arguments.of(sample, true, new QuantType(5, true, false), new QuantType(6, false, false))));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theFileWithoutOptimisationComputesWhatTheSimulationComputes(
            SampleModel sample, boolean folded, QuantType weight, QuantType activation) throws OrtException {
        Model model = model(sample, folded);
        List<FloatTensor> images = images(sample, model, 1);
        Map<String, LayerParams> params = MinMaxParams.of(model, images, weight, activation, QuantScheme.AFFINE);
        requireSimulated(model, images, params);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void weightsAloneAreAForm(SampleModel sample, boolean folded, QuantType weight, QuantType activation)
            throws OrtException {
        Model model = model(sample, folded);
        List<FloatTensor> images = images(sample, model, 1);
        Map<String, LayerParams> params = MinMaxParams.of(model, images, weight, activation, QuantScheme.AFFINE);
        params.replaceAll((name, own) -> new LayerParams(own.weight(), Optional.empty(), Optional.empty(),
                OptionalInt.empty(), own.requantization(), own.accumulator(), own.clamp()));
        params.remove(model.layers().get(1).name()); // one layer stays float
        requireSimulated(model, images, params);
    }

    private static void requireSimulated(Model model, List<FloatTensor> images, Map<String, LayerParams> params)
            throws OrtException {
        byte[] file = QuantizedNetwork.write(model, params, QuantizedForm.QDQ).model();
        OrtEnvironment environment = RuntimeSessions.environment();
        try (SimulatedNetwork simulated = SimulatedNetwork.open(model, 1);
                OrtSession session = RuntimeSessions.open(environment, file, Optional.empty(), 1)) {
            assertThat(session.getInputNames()).containsExactly(model.inputs().get(0).name());
            assertThat(session.getOutputNames()).containsExactly(model.outputs().get(0).name());
            for (FloatTensor image : images) {
                float[] expected = simulated.predict(image, params, Cancellation.NEVER).data();
                assertThat(run(environment, session, image)).containsExactly(expected);
            }
        }
    }

    private static float[] run(OrtEnvironment environment, OrtSession session, FloatTensor image)
            throws OrtException {
        String input = session.getInputNames().iterator().next();
        try (OnnxTensor fed = OnnxTensor.createTensor(
                        environment, FloatBuffer.wrap(image.data()), image.shape().toLongArray());
                OrtSession.Result result = session.run(Map.of(input, fed))) {
            return OrtTensors.toFloat((OnnxTensor) result.get(0), "output").data();
        }
    }

    static Stream<Arguments> forms() {
        return Samples.models().stream().flatMap(sample ->
                Stream.of(QuantizedForm.values()).map(form -> Arguments.of(sample, form)));
    }

    /** Debian's checker where it is installed: it knows opsets up to 17. */
    @ParameterizedTest
    @MethodSource("forms")
    void theStandardsOwnCheckerAcceptsTheFile(SampleModel sample, QuantizedForm form)
            throws IOException, InterruptedException {
        assumeThat(python("import onnx.checker")).as("python3-onnx is installed").isZero();
        Model model = model(sample, true);
        List<FloatTensor> images = images(sample, model, 2);
        QuantizedNetwork network = QuantizedNetwork.write(model, MinMaxParams.of(model, images), form);
        Path file = Files.write(folder.resolve("quantized.onnx"), network.model());
        assertThat(python("import onnx; onnx.checker.check_model(onnx.load('" + file + "'), full_check=True)")).isZero();
    }

    private int python(String program) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder("/usr/bin/python3", "-c", program)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("python.txt").toFile())
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException absent) {
            return -1;
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void theRuntimeComputesEveryLayerInIntegers(SampleModel sample, QuantizedForm form) throws Exception {
        Model model = model(sample, true);
        QuantizedNetwork network =
                QuantizedNetwork.write(model, MinMaxParams.of(model, images(sample, model, 4)), form);
        Path optimised = folder.resolve("optimised.onnx");
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.setOptimizedModelFilePath(optimised.toString());
            RuntimeSessions.environment().createSession(network.model(), options).close();
        }
        List<String> operators = new ArrayList<>();
        ModelProto.parseFrom(Files.readAllBytes(optimised)).getGraph().getNodeList()
                .forEach(node -> operators.add(node.getOpType()));
        assertThat(operators).doesNotContain("Conv", "FusedConv", "Gemm", "MatMul", "Clip", "Relu");
        long integer = operators.stream()
                .filter(List.of("QLinearConv", "QGemm", "QLinearMatMul")::contains).count();
        assertThat(integer).isEqualTo(model.layers().size());
    }

    private static Model model(SampleModel sample, boolean folded) {
        Model stored = OnnxReader.read(SAMPLES.modelFile(sample));
        return folded ? BatchNormFolding.fold(stored) : stored;
    }

    private static List<FloatTensor> images(SampleModel sample, Model model, int count) {
        Shape one = InputShape.of(model).shape();
        return IntStream.range(0, count)
                .mapToObj(i -> SAMPLES.images(sample).networkInput(i, sample.preprocessing(), one))
                .toList();
    }
}
