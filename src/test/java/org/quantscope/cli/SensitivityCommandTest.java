package org.quantscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensitivityCommandTest {
    private static final String LENET = "samples/fashion-lenet.onnx";
    private static final String MOBILE = "samples/fashion-mobile.onnx";
    private static final String TEST = "samples/fashion-test1000-images-idx3-ubyte";
    private static final String CALIBRATION = "samples/fashion-calib256.npz";

    @TempDir
    private Path folder;

    @Test
    void fourBitsPerTensorNameDepthwiseLayersAsTheWorst() throws IOException {
        Path settings = init(MOBILE, "--weights", "4:symmetric:tensor", "--activations", "float");

        JsonNode list = sensitivity(MOBILE, settings, "--limit", "50");

        assertThat(list.isArray()).isTrue();
        assertThat(names(list.get(0))).containsExactly(
                "layer", "mode", "target", "accuracy", "logit_mse", "sqnr_db");
        assertThat(list.get(0).get("layer").asText()).contains("/dw");
        assertThat(list.get(1).get("layer").asText()).contains("dw");
        assertThat(groups(list)).containsExactly("only both", "only weights", "all-but both", "all-but weights");
        assertThat(list).hasSize(4 * 19);
        assertWorstFirst(list);
    }

    @Test
    void everyModeAndTargetIsAGroupInItsOrder() throws IOException {
        Path settings = init(LENET, "--weights", "4", "--activations", "6:asymmetric", "--calibration", CALIBRATION,
                "--limit", "8");

        JsonNode list = sensitivity(LENET, settings, "--limit", "12");

        assertThat(groups(list)).containsExactly("only both", "only weights", "only activations", "all-but both",
                "all-but weights", "all-but activations");
        assertThat(list).hasSize(6 * 5);
        assertWorstFirst(list);
    }

    @Test
    void modesAndTargetsCanBeChosen() throws IOException {
        Path settings = init(LENET, "--activations", "float");

        JsonNode list = sensitivity(LENET, settings, "--limit", "3", "--mode", "only", "--target", "weights");

        assertThat(groups(list)).containsExactly("only weights");
    }

    @Test
    void anUnknownModeIsBadUsage() {
        CommandRun run = CommandRun.of("sensitivity", LENET, "--settings", init(LENET, "--activations", "float"),
                "--data", TEST, "--mode", "some");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("'--mode' cannot be 'some'; choose from only, all-but.");
    }

    @Test
    void aPersonReadsATable() {
        CommandRun run = CommandRun.of("sensitivity", LENET, "--settings", init(LENET, "--activations", "float"),
                "--data", TEST, "--limit", "2");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("fashion-lenet.onnx on 2 images of fashion-test1000-images-idx3-ubyte\n"
                + "layer ").contains("only", "all-but");
    }

    @Test
    void nothingQuantizedIsNothingToRank() throws IOException {
        Path settings = init(LENET, "--weights", "float", "--activations", "float");

        assertThat(sensitivity(LENET, settings, "--limit", "2")).isEmpty();
    }

    /** Only: the largest logit_mse first; all-but: the smallest. */
    private static void assertWorstFirst(JsonNode list) {
        for (int i = 1; i < list.size(); i++) {
            JsonNode before = list.get(i - 1);
            JsonNode now = list.get(i);
            if (group(before).equals(group(now))) {
                double down = before.get("logit_mse").asDouble() - now.get("logit_mse").asDouble();
                assertThat(now.get("mode").asText().equals("only") ? down : -down).isGreaterThanOrEqualTo(0);
            }
        }
    }

    private static Set<String> groups(JsonNode list) {
        Set<String> groups = new LinkedHashSet<>();
        list.forEach(entry -> groups.add(group(entry)));
        return groups;
    }

    private static String group(JsonNode entry) {
        return entry.get("mode").asText() + " " + entry.get("target").asText();
    }

    private Path init(String model, Object... more) {
        Path file = folder.resolve("init.quantscope.json");
        List<Object> arguments = new ArrayList<>(List.of("init", model, "-o", file));
        arguments.addAll(List.of(more));
        CommandRun run = CommandRun.of(arguments.toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return file;
    }

    private static JsonNode sensitivity(String model, Path settings, Object... more) throws IOException {
        List<Object> arguments =
                new ArrayList<>(List.of("sensitivity", model, "--settings", settings, "--data", TEST, "--json"));
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
