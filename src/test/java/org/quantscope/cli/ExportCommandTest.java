package org.quantscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.onnx.OnnxReader;

class ExportCommandTest {
    private static final String LENET = "samples/fashion-lenet.onnx";

    @TempDir
    private Path folder;

    @Test
    void rangesOfASampleAreObservedOnItsOwnImages() throws IOException {
        Path output = folder.resolve("full.quantscope.json");

        CommandRun run = CommandRun.of("export", LENET, "--settings", settings("{\"bits\": 8, \"signed\": false}"),
                "--format", "settings", "-o", output);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("Saved full.quantscope.json: 0 of ").contains(" fields differ.");
        JsonNode input = new ObjectMapper().readTree(output.toFile()).at("/layers").elements().next().get("input");
        // Pixels 0 to 255 through the sample's normalisation, on 8 bits.
        assertThat(input.get("scale").asDouble()).isEqualTo((1 / 0.3530) / 255, org.assertj.core.api.Assertions.within(1e-6));
        assertThat(input.get("zero_point").asInt()).isEqualTo(73);
    }

    @Test
    void whatWasExportedIsExportedTheSameAgain() throws IOException {
        Path first = folder.resolve("first.quantscope.json");
        Path second = folder.resolve("second.quantscope.json");
        CommandRun.of("export", LENET, "--settings", settings("{\"bits\": 8, \"signed\": false}"), "--format",
                "settings", "-o", first);

        CommandRun.of("export", LENET, "--settings", first, "--format", "settings", "-o", second);

        assertThat(second).hasSameBinaryContentAs(first);
    }

    @Test
    void aimetEncodingsSayWhatTheyCannotHold() throws IOException {
        Path output = folder.resolve("net.encodings.json");

        CommandRun run = CommandRun.of("export", LENET, "--settings",
                settings("{\"bits\": 8, \"signed\": false, \"scale\": 0.01, \"zero_point\": 70}"), "--format", "aimet",
                "-o", output);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("Saved net.encodings.json: 0 of ");
        assertThat(new ObjectMapper().readTree(output.toFile()).get("version").asText()).isEqualTo("2.0.0");
    }

    @Test
    void aRangeThatNobodyKnowsIsAskedForByTheLayersName() throws IOException {
        Path model = folder.resolve("own.onnx");
        Files.write(model, unknownModel());
        Path settings = Files.writeString(folder.resolve("a.quantscope.json"), "{\"quantscope\": 1, \"layers\": {\"c\":"
                + " {\"input\": {\"bits\": 8, \"signed\": false}}}}");
        Path output = folder.resolve("out.quantscope.json");

        CommandRun run = CommandRun.of("export", model, "--settings", settings, "--format", "settings", "-o", output);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).isEqualTo("In 'a.quantscope.json' the input of layer 'c' has no range; give its scale"
                + " and zero_point there, or run with --images to observe it.");
        assertThat(output).doesNotExist();
    }

    private byte[] unknownModel() throws IOException {
        Path file = folder.resolve("made.onnx");
        OnnxModels.conv(OnnxModels.floats("w", new float[] {1, 2, 3, 4}, 1, 1, 2, 2)).write(file);
        return Files.readAllBytes(file);
    }

    private Path settings(String input) throws IOException {
        String layer = OnnxReader.read(Path.of(LENET)).layers().get(0).name();
        return Files.writeString(folder.resolve("a.quantscope.json"), "{\"quantscope\": 1, \"layers\": {\"" + layer
                + "\": {\"weight\": {\"bits\": 4, \"signed\": true}, \"input\": " + input + ", \"bias_bits\": 32}}}");
    }
}
