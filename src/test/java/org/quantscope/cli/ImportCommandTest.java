package org.quantscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportCommandTest {
    private static final String LENET = "samples/fashion-lenet.onnx";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "aimet, AIMET encodings", "aimet1, AIMET encodings", "csv, the CSV table of parameters",
        "settings, Quantscope settings"
    })
    void whatWasExportedIsImportedWithItsScales(String format, String title) throws IOException {
        Path settings = folder.resolve("s.quantscope.json");
        CommandRun.of("init", LENET, "--activations", "float", "-o", settings);
        // A name that says nothing: the content tells the format.
        Path exported = folder.resolve(format.equals("settings") ? "other.quantscope.json" : "exported.bin");
        CommandRun export = CommandRun.of(
                "export", LENET, "--settings", settings, "--format", format, "-o", exported);
        assertThat(export.exitCode()).as(export.err()).isZero();
        Path output = folder.resolve("back.quantscope.json");

        CommandRun run = CommandRun.of("import", exported, "--model", LENET, "-o", output);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Imported " + exported.getFileName() + ": " + title + ", 5 of 5 layers.",
                "Saved back.quantscope.json: 0 of ");
        assertThat(scales(output)).isEqualTo(scales(settings));
    }

    private static JsonNode scales(Path settings) throws IOException {
        return new ObjectMapper().readTree(settings.toFile()).at("/layers/~1conv1~1Conv/weight/scale");
    }

    @Test
    void parametersNeedTheirNetwork() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "{\"version\": \"2.0.0\", \"encodings\": []}");
        CommandRun run = CommandRun.of("import", file, "-o", folder.resolve("s.quantscope.json"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).isEqualTo("File 'a.json' holds parameters and no network; give the network that they"
                + " belong to with --model.");
    }

    @Test
    void whatNobodyKnowsIsRefusedWithTheFormatsThatAreKnown() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "{\"colours\": {\"a\": 1}}");
        CommandRun run = CommandRun.of("import", file, "--model", LENET, "-o", folder.resolve("s.quantscope.json"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).startsWith("File 'a.json' is none of the formats that can be imported, which are"
                + " Quantscope settings, AIMET encodings, overrides of ONNX Runtime, the CSV table of parameters");
        assertThat(folder.resolve("s.quantscope.json")).doesNotExist();
    }

    @Test
    void aTypeThatIsNoneIsBadUsage() {
        CommandRun run = CommandRun.of("import", "x", "--weight-type", "int99", "-o", folder.resolve("s.quantscope.json"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("'--weight-type' is 'int99'; write a type of 2 to 16 bits, such as int8, uint8"
                + " or int16.");
    }
}
