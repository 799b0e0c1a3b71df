package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.calibrate.WeightStatistics;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.LayerParams;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.LayerStatistics;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.WeightSettings;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.NpzFile;

/**
 * The bundled networks with weight-only quantization against PyTorch, which computed the stored logits with {@code
 * reference_logits.py}: a script that reads the ONNX file and quantizes the weights by itself.
 */
class ReferenceLogitsTest {
    private static final Path SAMPLES = Path.of("samples");
    private static final String FOLDER = "src/test/resources/org/quantscope/network/";
    /** Of the largest logit: what float32 sums in another order differ by. */
    private static final double NOISE = 2e-6;

    private static final Samples BUNDLED = new Samples();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "lenet, float, 1000, 0.914", "lenet, w4-tensor, 1000, 0.890", "lenet, w4-channel, 1000, 0.903",
        "lenet, w8-channel, 1000, 0.914", "mobile, float, 1000, 0.916", "mobile, w4-tensor, 1000, 0.603",
        "mobile, w4-channel, 1000, 0.910", "mobile, w8-channel, 1000, 0.915",
    })
    void everyAnswerIsThatOfPyTorch(String network, String name, int images, double accuracy) {
        FloatTensor expected = NpzFile.read(Path.of(FOLDER + "reference_logits.npz"), network + "-" + name).toFloat();
        Model model = OnnxReader.read(SAMPLES.resolve("fashion-" + network + ".onnx"));
        DataSet data = testImages(model);
        Map<String, LayerParams> params = params(model, name);
        int right = 0;
        int different = 0;
        double largestError = 0;
        double largest = 0;
        try (SimulatedNetwork simulated = SimulatedNetwork.open(model, 1)) {
            for (int image = 0; image < images; image++) {
                float[] logits = simulated.predict(data.input(image), params, Cancellation.NEVER).data();
                int answer = argmax(logits, 0);
                right += answer == data.label(image).orElseThrow() ? 1 : 0;
                different += answer == argmax(expected.data(), image * 10) ? 0 : 1;
                for (int i = 0; i < 10; i++) {
                    float reference = expected.get(image * 10 + i);
                    largest = Math.max(largest, Math.abs(reference));
                    largestError = Math.max(largestError, Math.abs((double) logits[i] - reference));
                }
            }
        }
        assertThat(different).as("top-1 answers that differ").isZero();
        assertThat(largestError).isLessThan(NOISE * largest);
        assertThat((double) right / images).isEqualTo(accuracy, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"lenet, 0.914", "mobile, 0.916", "mobile-bn, 0.916"})
    void theFloatNetworkIsTheOneThatOnnxRuntimeRunsFromTheFile(String network, double accuracy) {
        Model model = OnnxReader.read(SAMPLES.resolve("fashion-" + network + ".onnx"));
        DataSet data = testImages(model);
        int right = 0;
        try (NetworkRunner own = NetworkRunner.open(model);
                SimulatedNetwork simulated = SimulatedNetwork.open(model, 1)) {
            for (int image = 0; image < data.size(); image++) {
                FloatTensor input = data.input(image);
                float[] logits = own.predict(input).data();
                right += argmax(logits, 0) == data.label(image).orElseThrow() ? 1 : 0;
                if (image % 4 == 0) {
                    float[] fed = simulated.predict(input, Map.of(), Cancellation.NEVER).data();
                    assertThat(argmax(fed, 0)).isEqualTo(argmax(logits, 0));
                    // Weights that are fed are not packed beforehand, and the packed kernel adds in another order.
                    assertThat(fed).usingComparatorWithPrecision(1e-4f).containsExactly(logits);
                }
            }
        }
        assertThat(right / 1000.0).isEqualTo(accuracy, within(1e-12));
    }

    /** Where Debian's PyTorch is installed, the stored logits are computed anew. */
    @Test
    void theStoredLogitsAreWhatTheScriptGives() throws IOException, InterruptedException {
        assumeTrue(run("/usr/bin/python3", "-c", "import numpy, onnx, torch") == 0, "needs PyTorch and onnx for Python");
        Path written = folder.resolve("anew.npz");

        assertThat(run("/usr/bin/python3", FOLDER + "reference_logits.py", SAMPLES.toString(), written.toString(), "40"))
                .isZero();

        for (String name : NpzFile.names(written)) {
            float[] anew = NpzFile.read(written, name).toFloat().data();
            float[] stored = NpzFile.read(Path.of(FOLDER + "reference_logits.npz"), name).toFloat().data();
            for (int i = 0; i < anew.length; i++) {
                assertThat(anew[i]).as(name).isEqualTo(stored[i], within(1e-3f));
            }
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (InputStream said = process.getInputStream()) {
                said.readAllBytes();
            }
            return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException noPython) {
            if (Files.exists(Path.of(command[0]))) {
                throw noPython;
            }
            return -1;
        }
    }

    private static DataSet testImages(Model model) {
        SampleModel sample = BUNDLED.recognise(model.sha256()).orElseThrow();
        return DataSet.of(BUNDLED.images(sample), sample.preprocessing(), InputShape.of(model).shape(),
                OptionalInt.empty());
    }

    private static Map<String, LayerParams> params(Model model, String name) {
        Map<String, LayerParams> params = new LinkedHashMap<>();
        if (name.equals("float")) {
            return params;
        }
        WeightSettings weight = WeightSettings.DEFAULT
                .withType(WeightSettings.DEFAULT.type().withBits(name.charAt(1) - '0'))
                .withGranularity(name.endsWith("tensor") ? Granularity.PER_TENSOR : Granularity.PER_CHANNEL);
        for (Layer layer : model.layers()) {
            LayerStatistics seen = new LayerStatistics(
                    WeightStatistics.of(layer.weight()), Optional.empty(), Optional.empty());
            params.put(layer.name(), new ParameterDerivation(Map.of(layer.name(), seen))
                    .derive(layer.name(), LayerSettings.FLOAT.withWeight(Optional.of(weight))));
        }
        return params;
    }

    private static int argmax(float[] values, int from) {
        int best = from;
        for (int i = from; i < from + 10; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best - from;
    }
}
