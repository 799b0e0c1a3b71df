package org.quantscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.NpyFile;
import org.quantscope.tensor.Shape;

/** The switch {@code --fold-bn} and the settings key {@code folded} in every command that takes a model. */
class FoldBatchNormTest {
    private static final String FOLDED_BY_SWITCH = "BatchNormalization folded into 1 layer, as --fold-bn says.";
    private static final String FOLDED_BY_SETTINGS = "BatchNormalization folded into 1 layer, as the settings say.";

    @TempDir
    private Path folder;

    private Path model;
    private Path input;

    /** y = (2x + 1 − 3) · 4 / 2 + 5 in channel 0 and (x − 1 − 0) · 0 / 1 + 7 in channel 1. */
    @BeforeEach
    void writeTheModel() throws IOException {
        model = OnnxModels.opset(13).input("x", 1, 1, 2, 2).output("y", 1, 2, 2, 2)
                .initializer("w", new float[] {2, 1}, 2, 1, 1, 1).initializer("b", new float[] {1, -1}, 2)
                .initializer("scale", new float[] {4, 0}, 2).initializer("bias", new float[] {5, 7}, 2)
                .initializer("mean", new float[] {3, 0}, 2).initializer("variance", new float[] {4, 1}, 2)
                .node("Conv", "c", "x,w,b", "a")
                .node("BatchNormalization", "bn", "a,scale,bias,mean,variance", "y", OnnxModels.real("epsilon", 0))
                .write(folder.resolve("net.onnx"));
        input = folder.resolve("x.npy");
        NpyFile.write(input, FloatTensor.wrap(Shape.of(1, 1, 2, 2), new float[] {0, 1, 2, 3}));
    }

    @Test
    void inspectShowsTheNetworkAsStoredUnlessAsked() throws IOException {
        JsonNode stored = json(CommandRun.of("inspect", model, "--json"));
        CommandRun run = CommandRun.of("inspect", model, "--json", "--fold-bn");
        JsonNode folded = json(run);

        assertThat(stored.get("folded").asBoolean()).isFalse();
        assertThat(stored.at("/layers/0/folded_batch_norm").isNull()).isTrue();
        assertThat(stored.at("/layers/0/max").asDouble()).isEqualTo(2);
        assertThat(stored.at("/layers/0/output").asText()).isEqualTo("a");
        assertThat(stored.get("layers")).hasSize(1);
        assertThat(stored.at("/nodes/0/remark").asText()).isEqualTo("Can be folded into layer 'c'.");
        assertThat(folded.get("folded").asBoolean()).isTrue();
        assertThat(folded.at("/layers/0/folded_batch_norm").asText()).isEqualTo("bn");
        assertThat(folded.at("/layers/0/op").asText()).isEqualTo("Conv");
        assertThat(folded.at("/layers/0/max").asDouble()).isEqualTo(4);
        assertThat(folded.at("/layers/0/min").asDouble()).isEqualTo(0);
        assertThat(folded.at("/layers/0/output").asText()).isEqualTo("y");
        assertThat(folded.at("/nodes/0/remark").asText()).isEqualTo("Folded into layer 'c'.");
        assertThat(run.sentence()).isEqualTo(FOLDED_BY_SWITCH);
    }

    @Test
    void inspectTellsItInTheTextToo() {
        List<String> stored = CommandRun.of("inspect", model).out().lines().toList();
        List<String> folded = CommandRun.of("inspect", model, "--fold-bn").out().lines().toList();

        assertThat(stored).contains("BatchNormalization, as stored (--fold-bn folds it)",
                "  bn  Can be folded into layer 'c'");
        assertThat(stored).noneMatch(line -> line.contains("+BN"));
        assertThat(folded).startsWith(FOLDED_BY_SWITCH).contains("  bn  Folded into layer 'c'")
                .anyMatch(line -> line.startsWith("c ") && line.contains("Conv+BN"));
    }

    @Test
    void compareComputesTheFoldedLayer() throws IOException {
        Path out = folder.resolve("out");
        CommandRun run = CommandRun.of(
                "compare", model, "--layer", "c", "--input", input, "--fold-bn", "--json", "--out", out);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(json(run).get("folded").asBoolean()).isTrue();
        assertThat(json(run).get("folded_batch_norm").asText()).isEqualTo("bn");
        assertThat(NpyFile.readFloat(out.resolve("float.npy")).data()).containsExactly(1, 5, 9, 13, 7, 7, 7, 7);
        CommandRun text = CommandRun.of("compare", model, "--layer", "c", "--input", input, "--fold-bn");
        assertThat(text.out()).startsWith(FOLDED_BY_SWITCH).contains("with bn folded into it");
    }

    @Test
    void compareComputesTheStoredLayerUnlessAsked() throws IOException {
        Path out = folder.resolve("out");
        CommandRun run = CommandRun.of("compare", model, "--layer", "c", "--input", input, "--json", "--out", out);

        assertThat(json(run).has("folded")).isFalse();
        assertThat(run.err()).isEmpty();
        assertThat(NpyFile.readFloat(out.resolve("float.npy")).data()).containsExactly(1, 3, 5, 7, -1, 0, 1, 2);
    }

    @Test
    void settingsThatSayFoldedFold() throws IOException {
        Path settings = settings("\"folded\": true, ");
        Path out = folder.resolve("out");
        CommandRun run = CommandRun.of("compare", model, "--layer", "c", "--input", input, "--settings", settings,
                "--out", out);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith(FOLDED_BY_SETTINGS);
        assertThat(NpyFile.readFloat(out.resolve("float.npy")).data()).containsExactly(1, 5, 9, 13, 7, 7, 7, 7);
        CommandRun both = CommandRun.of("compare", model, "--layer", "c", "--input", input, "--settings", settings,
                "--fold-bn");
        assertThat(both.out()).startsWith(FOLDED_BY_SWITCH);
    }

    @Test
    void theSwitchAgainstSettingsThatSayOtherwiseIsAnErrorInEveryCommand() throws IOException {
        Path settings = settings("\"folded\": false, ");
        String sentence = "File 'a.quantscope.json' says 'folded': false, so its settings are not for a folded model;"
                + " leave --fold-bn out, or use settings that say true.";

        for (CommandRun run : List.of(
                CommandRun.of("compare", model, "--layer", "c", "--input", input, "--settings", settings, "--fold-bn"),
                CommandRun.of("export", model, "--settings", settings, "--format", "settings", "--fold-bn", "-o",
                        folder.resolve("b.quantscope.json")),
                CommandRun.of("snapshot", model, "--settings", settings, "--fold-bn", "-o", folder.resolve("a.png")))) {
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.sentence()).isEqualTo(sentence);
        }
    }

    @Test
    void settingsThatSayNothingGoWithTheSwitch() throws IOException {
        Path output = folder.resolve("b.quantscope.json");
        CommandRun run = CommandRun.of("export", model, "--settings", settings(""), "--format", "settings",
                "--fold-bn", "-o", output);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith(FOLDED_BY_SWITCH);
        assertThat(new ObjectMapper().readTree(output.toFile()).get("folded").asBoolean()).isTrue();
    }

    @Test
    void settingsThatSayFoldedNeedSomethingToFold() throws IOException {
        CommandRun run = CommandRun.of("compare", "samples/fashion-lenet.onnx", "--layer", "c", "--input", input,
                "--settings", settings("\"folded\": true, "));
        assertThat(run.exitCode()).isEqualTo(1);

        Path plain = OnnxModels.conv(OnnxModels.floats("w", new float[] {1}, 1, 1, 1, 1))
                .write(folder.resolve("plain.onnx"));
        CommandRun found = CommandRun.of("compare", plain, "--layer", "c", "--input", input,
                "--settings", settings("\"folded\": true, "));
        assertThat(found.sentence()).isEqualTo("In file 'a.quantscope.json': 'folded' is true, but 'plain.onnx' has no"
                + " BatchNormalization that can be folded; open the model that the settings belong to.");
        assertThat(found.exitCode()).isEqualTo(1);
    }

    @Test
    void theSwitchWithNothingToFoldSaysSo() {
        CommandRun run = CommandRun.of("inspect", "samples/fashion-lenet.onnx", "--fold-bn");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("'fashion-lenet.onnx' has no BatchNormalization that can be folded, so --fold-bn"
                + " changes nothing.");
    }

    @Test
    void exportedSettingsKeepTheWordAndEncodingsSayWhatTheyBelongTo() throws IOException {
        Path settings = settings("\"folded\": true, ");
        Path exported = folder.resolve("b.quantscope.json");
        Path encodings = folder.resolve("net.encodings.json");

        CommandRun first = CommandRun.of(
                "export", model, "--settings", settings, "--format", "settings", "-o", exported);
        CommandRun second = CommandRun.of(
                "export", model, "--settings", exported, "--format", "aimet", "-o", encodings);

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(new ObjectMapper().readTree(exported.toFile()).get("folded").asBoolean()).isTrue();
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.out()).startsWith(FOLDED_BY_SETTINGS).contains("BatchNormalization is folded into 1 layer: these"
                + " parameters belong to the folded network, not to 'net.onnx' as it is stored;");
        JsonNode companion =
                new ObjectMapper().readTree(folder.resolve("net.encodings.aimet.quantscope.json").toFile());
        assertThat(companion.get("folded").asBoolean()).isTrue();
        JsonNode entry = new ObjectMapper().readTree(encodings.toFile()).at("/encodings/0");
        assertThat(entry.get("name").asText()).isEqualTo("w");
        assertThat(entry.at("/y_scale/0").asDouble()).isEqualTo((double) (float) (4 / 127.0));
    }

    @Test
    void theWindowsPictureIsOfTheFoldedNetwork() throws IOException {
        FakeWindow window = new FakeWindow();
        CommandRun.with(window, "snapshot", model, "-o", "a.png");
        CommandRun.with(window, "snapshot", model, "--fold-bn", "-o", "a.png");
        CommandRun.with(window, "snapshot", model, "--settings", settings("\"folded\": true, "), "-o", "a.png");

        assertThat(window.requests).extracting(SnapshotRequest::fold).containsExactly(false, true, true);
    }

    private Path settings(String folded) throws IOException {
        return Files.writeString(folder.resolve("a.quantscope.json"), "{\"quantscope\": 1, " + folded
                + "\"layers\": {\"c\": {\"weight\": {\"bits\": 8, \"signed\": true, \"narrow_range\": true,"
                + " \"granularity\": \"channel\"}}}}");
    }

    private static JsonNode json(CommandRun run) throws IOException {
        return new ObjectMapper().readTree(run.out());
    }
}
