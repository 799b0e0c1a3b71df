package org.quantscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitCommandTest {
    private static final String LENET = "samples/fashion-lenet.onnx";
    private static final String CALIBRATION = "samples/fashion-calib256.npz";

    @TempDir
    private Path folder;

    @Test
    void floatActivationsNeedNoImagesAndLeaveTheBiasFloat() throws IOException {
        JsonNode layer = new ObjectMapper()
                .readTree(init(LENET, "--activations", "float").toFile())
                .get("layers")
                .get("/conv1/Conv");

        assertThat(layer.has("weight")).isTrue();
        assertThat(layer.has("input")).isFalse();
        assertThat(layer.has("output")).isFalse();
        assertThat(layer.has("bias_bits")).isFalse();
    }

    /** The scales that ONNX Runtime's quantize_static gives are another test's; here the option arrives. */
    @ParameterizedTest
    @ValueSource(strings = {"min-max", "moving-average", "percentile=99", "entropy", "mse"})
    void everyMethodOfRangesCanBeChosen(String method) throws IOException {
        Path file = init(LENET, "--calibration", CALIBRATION, "--limit", "6", "--method", method);
        JsonNode output = new ObjectMapper().readTree(file.toFile()).get("layers").get("/conv2/Conv").get("output");

        assertThat(output.get("scale").asDouble()).isPositive();
        assertThat(output.get("range").toString()).contains(method.split("=")[0]);
    }

    @Test
    void symmetricActivationsAreSignedAndAsymmetricWeightsFillTheirType() throws IOException {
        Path file = init(LENET, "--calibration", CALIBRATION, "--limit", "4", "--activations", "6:symmetric",
                "--weights", "5:asymmetric:tensor");
        JsonNode layer = new ObjectMapper().readTree(file.toFile()).get("layers").get("/fc1/Gemm");

        assertThat(layer.get("input").get("bits").asInt()).isEqualTo(6);
        assertThat(layer.get("input").get("signed").asBoolean()).isTrue();
        assertThat(layer.get("input").get("zero_point").asInt()).isZero();
        assertThat(layer.get("weight").get("bits").asInt()).isEqualTo(5);
        assertThat(layer.get("weight").get("scheme").asText()).isEqualTo("affine");
        assertThat(layer.get("weight").get("granularity").asText()).isEqualTo("tensor");
    }

    @Test
    void calibrationIsAskedForWhereActivationsAreQuantized() {
        CommandRun run = CommandRun.of("init", LENET, "-o", folder.resolve("a.quantscope.json"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("Ranges of activations are observed on images: give some with"
                + " '--calibration DATA', or leave activations float with '--activations float'.");
        assertThat(folder.resolve("a.quantscope.json")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--weights|9999:symmetric|'--weights 9999:symmetric' is not understood",
        "--weights|17|'--weights 17' asks for 17 bits; give 2 to 16, or float.",
        "--weights|8:symmetric:row|'--weights 8:symmetric:row' is not understood",
        "--weights|8:symmetric:asymmetric|'--weights 8:symmetric:asymmetric' is not understood",
        "--activations|8:symmetric:tensor|'--activations 8:symmetric:tensor' is not understood",
        "--activations|eight|'--activations eight' is not understood",
        "--method|guess|'--method guess': 'guess' is no range method; the known ones are min-max, ",
        "--method|percentile=many|'--method percentile=many': ",
        "--method|percentile=101|'--method percentile=101': ",
    })
    void whatCannotBeUnderstoodIsSaidWithAnExample(String option, String value, String start) {
        CommandRun run = CommandRun.of("init", LENET, option, value, "--calibration", CALIBRATION, "-o",
                folder.resolve("a.quantscope.json"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith(start);
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
}
