package org.quantscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.export.CertificateFile;
import org.quantscope.export.FileHash;

class VerifyCommandTest {
    private static final String LENET = "samples/fashion-lenet.onnx";
    private static final String TEST = "samples/fashion-test1000-images-idx3-ubyte";

    @TempDir
    private Path folder;

    private Path settings;

    @BeforeEach
    void writeSettings() {
        settings = folder.resolve("lenet.quantscope.json");
        CommandRun init = CommandRun.of("init", LENET, "--calibration", "samples/fashion-calib256.npz", "--limit", "32",
                "-o", settings);
        assertThat(init.exitCode()).as(init.err()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"qdq", "qoperator"})
    void noCodeOfLenetDiffers(String format) throws IOException {
        Path saved = folder.resolve("lenet.certificate.json");
        CommandRun run = verify("--format", format, "--limit", "7", "--json", "-o", saved);

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("images").asInt()).isEqualTo(7);
        assertThat(json.get("elements").asLong()).isEqualTo(7 * 6518);
        assertThat(json.get("differing").asLong()).isZero();
        assertThat(json.get("max_lsb").asInt()).isZero();
        assertThat(json.get("form").asText()).isEqualTo(format);
        assertThat(json.get("layers").findValuesAsText("layer"))
                .containsExactly("/conv1/Conv", "/conv2/Conv", "/fc1/Gemm", "/fc2/Gemm", "/fc3/Gemm");
        assertThat(json.get("layers").findValuesAsText("elements"))
                .containsExactly("32928", "11200", "840", "588", "70");
        assertThat(json.get("output").get("elements").asLong()).isEqualTo(70);
        assertThat(json.get("output").get("differing").asLong()).isZero();
        assertThat(json.get("versions").get("ONNX Runtime").asText()).matches("1\\.\\d+\\.\\d+");
        assertThat(json.get("hashes").get("model").asText()).isEqualTo(FileHash.of(Path.of(LENET)));
        assertThat(json.get("hashes").get("settings").asText()).isEqualTo(FileHash.of(settings));
        assertThat(json.get("session").get("session.x64quantprecision").asText()).isEqualTo("1");
        assertThat(Files.readString(saved)).isEqualTo(run.out());
        assertThat(CertificateFile.read(saved).isExact()).isTrue();
    }

    @Test
    void theTableEndsInASentence() {
        CommandRun run = verify("--limit", "2");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(8).first().asString()
                .matches("layer +codes +differing +largest");
        assertThat(run.out().lines().toList()).last().asString().matches(
                "fashion-lenet\\.onnx as qdq in ONNX Runtime \\S+ \\(session\\.x64quantprecision=1\\), 2 images of"
                        + " fashion-test1000-images-idx3-ubyte: 0 of 13,036 codes of 5 layers and 0 of 20 elements of the output differ\\.");
    }

    @Test
    void theExportedFileIsWhatIsVerifiedAndADifferenceHasItsOwnExitCode() throws IOException {
        Path file = folder.resolve("lenet.onnx");
        CommandRun export = CommandRun.of(
                "export", LENET, "--settings", settings, "--format", "qoperator", "-o", file);
        assertThat(export.exitCode()).as(export.err()).isZero();
        CommandRun same = verify("--format", "qoperator", "--exported", file, "--limit", "1", "--json");
        assertThat(same.exitCode()).as(same.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(same.out());
        assertThat(json.get("hashes").get("export").asText()).isEqualTo(FileHash.of(file));

        Path others = folder.resolve("others.quantscope.json");
        CommandRun init = CommandRun.of("init", LENET, "--calibration", "samples/fashion-calib256.npz", "--limit", "16",
                "--weights", "8:symmetric:tensor", "-o", others);
        assertThat(init.exitCode()).as(init.err()).isZero();
        CommandRun differing = CommandRun.of("verify", LENET, "--settings", others, "--data", TEST, "--limit", "1",
                "--format", "qoperator", "--exported", file, "--json");
        assertThat(differing.exitCode()).isEqualTo(Commands.DIFFERS).isEqualTo(3);
        JsonNode found = new ObjectMapper().readTree(differing.out());
        assertThat(found.get("differing").asLong()).isPositive();
        assertThat(found.get("max_lsb").asInt()).isPositive();
        assertThat(found.get("exact").asBoolean()).isFalse();
    }

    /** Whether something differs then is up to the processor; the exit code says what the certificate says. */
    @Test
    void theRuntimeCanBeLeftAlone() throws IOException {
        CommandRun run = verify("--limit", "1", "--session", "default", "--json");
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("session").has("session.x64quantprecision")).isFalse();
        assertThat(run.exitCode()).isEqualTo(json.get("exact").asBoolean() ? Commands.DONE : Commands.DIFFERS);
    }

    @Test
    void whatCannotBeVerifiedIsASentence() throws IOException {
        Path floats = folder.resolve("float.quantscope.json");
        CommandRun init = CommandRun.of("init", LENET, "--activations", "float", "-o", floats);
        assertThat(init.exitCode()).as(init.err()).isZero();
        CommandRun nothing = CommandRun.of("verify", LENET, "--settings", floats, "--data", TEST, "--limit", "1");
        assertThat(nothing.exitCode()).isEqualTo(Commands.BAD_INPUT);
        assertThat(nothing.sentence()).startsWith("No layer of 'fashion-lenet.onnx' has codes to compare");

        Path text = Files.writeString(folder.resolve("text.onnx"), "no network at all, but a text");
        CommandRun wrong = verify("--exported", text, "--limit", "1");
        assertThat(wrong.exitCode()).isEqualTo(Commands.BAD_INPUT);
        assertThat(wrong.sentence()).contains("text.onnx");

        CommandRun other = verify("--exported", Path.of("samples/fashion-mobile.onnx"), "--limit", "1");
        assertThat(other.exitCode()).isEqualTo(Commands.BAD_INPUT);
        assertThat(other.sentence()).contains("fashion-lenet.onnx");

        CommandRun form = verify("--format", "tflite");
        assertThat(form.exitCode()).isEqualTo(Commands.BAD_USAGE);
    }

    private CommandRun verify(Object... more) {
        Object[] all = new Object[6 + more.length];
        System.arraycopy(new Object[] {"verify", LENET, "--settings", settings, "--data", TEST}, 0, all, 0, 6);
        System.arraycopy(more, 0, all, 6, more.length);
        return CommandRun.of(all);
    }
}
