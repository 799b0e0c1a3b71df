package org.quantscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code init} writes, {@code evaluate} reads: on the bundled networks. */
class EvaluateCommandTest {
    private static final String LENET = "samples/fashion-lenet.onnx";
    private static final String MOBILE = "samples/fashion-mobile.onnx";
    private static final String TEST = "samples/fashion-test1000-images-idx3-ubyte";
    private static final String CALIBRATION = "samples/fashion-calib256.npz";

    @TempDir
    private Path folder;

    /** Accuracy and logit_mse are those of the same computation in PyTorch, see reference_logits.py. */
    @ParameterizedTest
    @CsvSource({
        "samples/fashion-lenet.onnx, 4:symmetric:tensor, 0.914, 0.890, 1.579846",
        "samples/fashion-mobile.onnx, 4:symmetric:tensor, 0.916, 0.603, 15.173647",
        "samples/fashion-mobile.onnx, 4:symmetric:channel, 0.916, 0.910, 1.239354",
        "samples/fashion-lenet.onnx, float, 0.914, 0.914, 0",
    })
    void weightsAloneGiveTheNumbersOfAnIndependentTool(
            String model, String weights, double floatAccuracy, double accuracy, double logitMse) throws IOException {
        Path settings = init(model, "--weights", weights, "--activations", "float");

        JsonNode result = evaluate(model, settings, "--data", TEST);

        assertThat(names(result)).containsExactly(
                "images", "accuracy", "top5", "float_accuracy", "agreement", "logit_mse", "kl");
        assertThat(result.get("images").asInt()).isEqualTo(1000);
        assertThat(result.get("float_accuracy").asDouble()).isEqualTo(floatAccuracy);
        assertThat(result.get("accuracy").asDouble()).isEqualTo(accuracy);
        assertThat(result.get("logit_mse").asDouble()).isEqualTo(logitMse, within(1e-5));
    }

    @Test
    void quantizedActivationsAreObservedOnTheCalibrationImages() throws IOException {
        Path settings = init(LENET, "--calibration", CALIBRATION);

        JsonNode layer = new ObjectMapper().readTree(settings.toFile()).get("layers").get("/conv1/Conv");
        JsonNode result = evaluate(LENET, settings, "--data", TEST, "--limit", "200");

        assertThat(layer.get("input").get("scale").asDouble()).isEqualTo((1 / 0.3530) / 255, within(1e-6));
        assertThat(layer.get("input").get("zero_point").asInt()).isEqualTo(73);
        assertThat(layer.get("output").get("scale").asDouble()).isPositive();
        assertThat(layer.get("weight").get("scale")).hasSize(6);
        assertThat(layer.get("bias_bits").asInt()).isEqualTo(32);
        assertThat(result.get("agreement").asDouble()).isGreaterThan(0.97);
        assertThat(result.get("logit_mse").asDouble()).isPositive().isLessThan(0.1);
    }

    @Test
    void floatWeightsBesideQuantizedActivationsCanBeEvaluated() throws IOException {
        Path settings = init(LENET, "--calibration", CALIBRATION, "--limit", "16", "--weights", "float");

        JsonNode result = evaluate(LENET, settings, "--data", TEST, "--limit", "50");

        assertThat(result.get("logit_mse").asDouble()).isPositive();
    }

    @Test
    void withoutLabelsSharesOfRightAnswersAreNull() throws IOException {
        Path images = Files.copy(Path.of(TEST), folder.resolve("some-images-idx3-ubyte"));
        Path settings = init(LENET, "--activations", "float");

        JsonNode result = evaluate(LENET, settings, "--data", images, "--limit", "20");

        assertThat(result.get("accuracy").isNull()).isTrue();
        assertThat(result.get("top5").isNull()).isTrue();
        assertThat(result.get("float_accuracy").isNull()).isTrue();
        assertThat(result.get("agreement").asDouble()).isEqualTo(1);
    }

    @Test
    void theNormalisationOfTheCommandLineCounts() throws IOException {
        Path settings = init(LENET, "--activations", "float");

        JsonNode wrong = evaluate(LENET, settings, "--data", TEST, "--limit", "200", "--normalize", "0.9,0.1");
        JsonNode right = evaluate(LENET, settings, "--data", TEST, "--limit", "200", "--normalize", "0.2860,0.3530");

        assertThat(right.get("float_accuracy").asDouble()).isGreaterThan(0.9);
        assertThat(wrong.get("float_accuracy").asDouble()).isLessThan(0.8);
    }

    @Test
    void aPersonReadsATable() {
        Path settings = init(MOBILE, "--activations", "float");

        CommandRun run =
                CommandRun.of("evaluate", MOBILE, "--settings", settings, "--data", TEST, "--limit", "20");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("fashion-mobile.onnx on 20 images of fashion-test1000-images-idx3-ubyte\n")
                .contains("accuracy (float 0.", "top-5", "answers change", "nats", "dB");
    }

    @Test
    void foldedSettingsFoldTheNetwork() {
        Path settings = init("samples/fashion-mobile-bn.onnx", "--activations", "float", "--fold-bn");

        CommandRun run = CommandRun.of("evaluate", "samples/fashion-mobile-bn.onnx", "--settings", settings, "--data",
                TEST, "--limit", "20");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("BatchNormalization folded into 17 layers, as the settings say.");
    }

    @Test
    void missingImagesAreOneSentence() {
        Path settings = init(LENET, "--activations", "float");

        CommandRun run = CommandRun.of("evaluate", LENET, "--settings", settings, "--data", folder.resolve("no.npz"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).startsWith("There is no file or folder '");
    }

    private Path init(String model, Object... more) {
        Path file = folder.resolve("init.quantscope.json");
        List<Object> arguments = new ArrayList<>(List.of("init", model, "-o", file));
        arguments.addAll(List.of(more));
        CommandRun run = CommandRun.of(arguments.toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Saved init.quantscope.json: 0 of ");
        return file;
    }

    private static JsonNode evaluate(String model, Path settings, Object... more) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of("evaluate", model, "--settings", settings, "--json"));
        arguments.addAll(List.of(more));
        CommandRun run = CommandRun.of(arguments.toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
