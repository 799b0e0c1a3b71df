package org.quantscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.OnnxReader;

class InspectCommandTest {
    private static final Path MOBILE = Path.of("samples", "fashion-mobile.onnx");

    @TempDir
    private Path folder;

    @Test
    void listsEveryLayerWithItsWeightsAsJson() throws IOException {
        CommandRun run = CommandRun.of("inspect", MOBILE, "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        JsonNode root = new ObjectMapper().readTree(run.out());
        Model model = OnnxReader.read(MOBILE);
        assertThat(root.get("model").asText()).isEqualTo("fashion-mobile.onnx");
        assertThat(root.get("sha256").asText()).isEqualTo(model.sha256());
        assertThat(root.get("layers")).hasSameSizeAs(model.layers());
        assertThat(root.get("layers").size() + root.get("nodes").size()).isEqualTo(model.nodes().size());
        for (int i = 0; i < model.layers().size(); i++) {
            Layer layer = model.layers().get(i);
            JsonNode entry = root.get("layers").get(i);
            assertThat(entry.get("name").asText()).isEqualTo(layer.name());
            assertThat(entry.get("op").asText()).isEqualTo(layer.op());
            assertThat(entry.get("explorable").asBoolean()).isTrue();
            assertThat(entry.get("shape").get(0).asInt()).isEqualTo(layer.outputChannels());
            assertThat(entry.get("shape")).hasSize(entry.get("op").asText().equals("Conv") ? 4 : 2);
            assertThat(entry.get("group").asInt()).isEqualTo(layer.geometry().group());
        }
    }

    @Test
    void writesTheExtremesOfTheWeightsExactly() throws IOException {
        JsonNode root = new ObjectMapper().readTree(CommandRun.of("inspect", MOBILE, "--json").out());
        Layer stem = OnnxReader.read(MOBILE).layers().get(0);
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float weight : stem.weight().data()) {
            min = Math.min(min, weight);
            max = Math.max(max, weight);
        }
        JsonNode entry = root.get("layers").get(0);

        assertThat(entry.get("min").asDouble()).isEqualTo((double) min);
        assertThat(entry.get("max").asDouble()).isEqualTo((double) max);
        assertThat(entry.get("parameters").asInt())
                .isEqualTo(stem.weight().size() + stem.outputChannels());
    }

    @Test
    void countsAllParametersOfASample() throws IOException {
        JsonNode root = new ObjectMapper().readTree(CommandRun.of("inspect", "samples/fashion-lenet.onnx", "--json").out());
        long sum = 0;
        for (JsonNode layer : root.get("layers")) {
            sum += layer.get("parameters").asLong();
        }

        assertThat(sum).isEqualTo(61_706);
    }

    @Test
    void printsATableForPeople() {
        CommandRun run = CommandRun.of("inspect", MOBILE);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().filter(line -> line.startsWith("layer "))).hasSize(1);
        assertThat(run.out()).contains("Other nodes, run as they are").contains(" Relu").contains("ReLU6");
    }

    @Test
    void saysInOneSentenceThatAModelIsMissing() {
        CommandRun run = CommandRun.of("inspect", folder.resolve("absent.onnx"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.sentence()).contains("absent.onnx").endsWith(".");
    }

    @Test
    void saysInOneSentenceThatAFileIsNoModel() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.onnx"), "shopping: milk, eggs");

        CommandRun run = CommandRun.of("inspect", text);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).startsWith("File 'notes.onnx' cannot be opened: ").endsWith(".");
    }

    @Test
    void printsAStackTraceOnlyWhenAskedTo() {
        CommandRun run = CommandRun.of("inspect", folder.resolve("absent.onnx"), "--debug");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("\tat org.quantscope.onnx");
    }
}
