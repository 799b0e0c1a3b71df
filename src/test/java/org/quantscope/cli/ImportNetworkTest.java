package org.quantscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportNetworkTest {
    private static final String LENET = "samples/fashion-lenet.onnx";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"qdq", "qoperator"})
    void aQuantizedNetworkBringsItsSettingsWithIt(String form) throws IOException {
        Path network = exported(form);
        Path own = folder.resolve("own.quantscope.json");
        CommandRun imported = CommandRun.of("import", network, "-o", own);
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(imported.out()).startsWith("Imported net." + form + ".onnx: a quantized ONNX network, 5 of 5 layers.");

        Path again = folder.resolve("again." + form + ".onnx");
        CommandRun twice = CommandRun.of("export", network, "--settings", own, "--format", form, "-o", again);
        assertThat(twice.exitCode()).as(twice.err()).isZero();
        assertThat(twice.out()).startsWith("Saved again." + form + ".onnx: 0 of ");
    }

    @Test
    void theSettingsOfAQuantizedNetworkServeTheFloatOne() throws IOException {
        Path back = folder.resolve("back.quantscope.json");
        CommandRun imported = CommandRun.of("import", exported("qdq"), "--model", LENET, "-o", back);
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        Path second = folder.resolve("second.onnx");
        CommandRun.of("export", LENET, "--settings", back, "--format", "qdq", "-o", second);
        assertThat(second).hasSameBinaryContentAs(folder.resolve("net.qdq.onnx"));
    }

    @Test
    void aFloatNetworkHasNoSettings() {
        CommandRun run = CommandRun.of("import", LENET, "-o", folder.resolve("x.quantscope.json"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).isEqualTo("File 'fashion-lenet.onnx' is a network without a quantized layer, so there are"
                + " no settings in it; open it as a model.");
    }

    @Test
    void aBinaryFileThatIsNoNetworkIsNamed() throws IOException {
        Path file = Files.write(folder.resolve("x.bin"), new byte[] {8, 7, 18, 3, 1});
        CommandRun run = CommandRun.of("import", file, "-o", folder.resolve("x.quantscope.json"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).startsWith("File 'x.bin' cannot be opened: ");
    }

    private Path exported(String form) {
        Path settings = folder.resolve("net.quantscope.json");
        CommandRun init = CommandRun.of("init", LENET, "--calibration", "samples/fashion-calib256.npz", "--limit", 16,
                "-o", settings);
        assertThat(init.exitCode()).as(init.err()).isZero();
        Path network = folder.resolve("net." + form + ".onnx");
        CommandRun run = CommandRun.of("export", LENET, "--settings", settings, "--format", form, "-o", network);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("Saved net." + form + ".onnx: 0 of ")
                .contains("Beside it: net." + form + ".quantscope.json.");
        return network;
    }
}
