package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.BatchNormFolding;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.onnx.QuantizedForm;
import org.quantscope.onnx.QuantizedNetwork;
import org.quantscope.onnx.StoredQuantization;
import org.quantscope.quant.CodeLimits;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** Quantized files that were written here and are opened as networks again. */
class QuantizedFilesReadTest {
    private static final Samples SAMPLES = new Samples();
    private static final int COUNT = 400;

    @TempDir
    Path folder;

    static Stream<Arguments> forms() {
        return Samples.models().stream().flatMap(sample ->
                Stream.of(QuantizedForm.values()).map(form -> Arguments.of(sample, form)));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aSampleReadsBackWithTheSameParametersAndCodes(SampleModel sample, QuantizedForm form) throws IOException {
        Model model = BatchNormFolding.fold(OnnxReader.read(SAMPLES.modelFile(sample)));
        Map<String, LayerParams> params = MinMaxParams.of(model, images(sample, model, 8));
        requireSame(model, params, form);
    }

    /** A network for text detection that nobody made for this program. */
    @ParameterizedTest
    @EnumSource(QuantizedForm.class)
    void aRealNetworkReadsBackWithTheSameParametersAndCodes(QuantizedForm form) throws IOException {
        Path copy = folder.resolve("ch_PP-OCRv4_det_infer.onnx");
        try (InputStream stream = getClass().getResourceAsStream("/models/" + copy.getFileName())) {
            Files.copy(stream, copy);
        }
        Model model = BatchNormFolding.fold(OnnxReader.read(copy));
        requireSame(model, MinMaxParams.of(model, List.of(PrintedWord.of(64, 128, 5))), form);
    }

    /** Settings that were observed on images, in a file that ONNX Runtime runs as it opens it. */
    @ParameterizedTest
    @MethodSource("samples")
    void aQdqFileReachesTheAccuracyThatIsEvaluatedHere(SampleModel sample) throws OrtException {
        Model model = BatchNormFolding.fold(OnnxReader.read(SAMPLES.modelFile(sample)));
        List<FloatTensor> images = images(sample, model, COUNT);
        Map<String, LayerParams> params = MinMaxParams.of(model, images.subList(0, 64));
        byte[] file = QuantizedNetwork.write(model, params, QuantizedForm.QDQ).model();
        int here = 0;
        int there = 0;
        try (SimulatedNetwork simulated = SimulatedNetwork.open(model, 1);
                OrtSession session = RuntimeSessions.environment().createSession(file)) {
            for (int at = 0; at < COUNT; at++) {
                int label = SAMPLES.images(sample).label(at).orElseThrow();
                here += best(simulated.predict(images.get(at), params, Cancellation.NEVER).data()) == label ? 1 : 0;
                there += best(run(session, images.get(at))) == label ? 1 : 0;
            }
        }
        assertThat(here).isGreaterThan(COUNT * 8 / 10);
        assertThat(100.0 * Math.abs(here - there) / COUNT).as("points").isLessThanOrEqualTo(0.5);
    }

    static List<SampleModel> samples() {
        return Samples.models();
    }

    private static float[] run(OrtSession session, FloatTensor image) throws OrtException {
        try (OnnxTensor fed = OnnxTensor.createTensor(RuntimeSessions.environment(),
                        FloatBuffer.wrap(image.data()), image.shape().toLongArray());
                OrtSession.Result result = session.run(Map.of(session.getInputNames().iterator().next(), fed))) {
            return OrtTensors.toFloat((OnnxTensor) result.get(0), "output").data();
        }
    }

    private static int best(float[] logits) {
        int best = 0;
        for (int at = 1; at < logits.length; at++) {
            best = logits[at] > logits[best] ? at : best;
        }
        return best;
    }

    private void requireSame(Model model, Map<String, LayerParams> params, QuantizedForm form) throws IOException {
        Path file = Files.write(folder.resolve("q.onnx"), QuantizedNetwork.write(model, params, form).model());
        Model read = OnnxReader.read(file);
        StoredQuantization stored = StoredQuantization.of(read);
        assertThat(stored.remarks()).isEmpty();
        assertThat(read.layers()).extracting(Layer::name)
                .containsExactlyElementsOf(model.layers().stream().map(Layer::name).toList());
        assertThat(read.nodes()).extracting("op").doesNotContain("QuantizeLinear", "DequantizeLinear", "QLinearConv");
        for (Layer layer : model.layers()) {
            LayerParams wanted = params.get(layer.name());
            LayerParams found = stored.params().get(layer.name());
            assertThat(found.weight()).as(layer.name()).isEqualTo(wanted.weight());
            assertThat(found.input()).as(layer.name()).isEqualTo(wanted.input());
            assertThat(found.output()).as(layer.name()).isEqualTo(wanted.output());
            assertThat(found.biasBits()).as(layer.name()).isEqualTo(wanted.biasBits());
            QuantParams output = wanted.output().orElseThrow();
            assertThat(CodeLimits.of(output, found.clamp())).as("a clamp that saturation does may be lost")
                    .isEqualTo(CodeLimits.of(output, wanted.clamp()));
            assertThat(codes(read.layer(layer.name()).orElseThrow(), found)).isEqualTo(codes(layer, wanted));
        }
    }

    private static int[] codes(Layer layer, LayerParams params) {
        int[] codes = new int[layer.weight().size()];
        for (int i = 0; i < codes.length; i++) {
            QuantParams own = params.weight().orElseThrow().channel(i / layer.taps());
            codes[i] = Quantizer.quantize(layer.weight().get(i), own);
        }
        return codes;
    }

    private static List<FloatTensor> images(SampleModel sample, Model model, int count) {
        Shape one = InputShape.of(model).shape();
        return IntStream.range(0, count)
                .mapToObj(i -> SAMPLES.images(sample).networkInput(i, sample.preprocessing(), one))
                .toList();
    }
}
