package org.quantscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quantscope.onnx.OnnxModels.external;
import static org.quantscope.onnx.OnnxModels.ramp;
import static org.quantscope.onnx.OnnxModels.rawFloats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalDataTest {
    private static final float[] WEIGHTS = ramp(6);
    private static final long[] SHAPE = {3, 2, 1, 1};

    @TempDir
    Path root;

    private Path folder;

    @BeforeEach
    void writeWeights() throws IOException {
        folder = Files.createDirectories(root.resolve("model"));
        Files.createDirectories(folder.resolve("sub"));
        byte[] padded = new byte[40];
        System.arraycopy(rawFloats(WEIGHTS), 0, padded, 8, 24);
        Files.write(folder.resolve("w.bin"), padded);
        Files.write(folder.resolve("sub/w.bin"), rawFloats(WEIGHTS));
        Files.write(root.resolve("secret.bin"), rawFloats(WEIGHTS));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            w.bin,            8, 24
            w.bin,            8, -
            sub/w.bin,        -, -
            ./sub/../w.bin,   8, 24
            """)
    void weightsComeFromAFileInTheFolder(String location, String offset, String length) throws IOException {
        assertThat(read(location, offset, length)).containsExactly(WEIGHTS);
    }

    @Test
    void weightsLongerThanOnePieceOfReading() throws IOException {
        float[] weights = ramp(700_001);
        Files.write(folder.resolve("long.bin"), rawFloats(weights));
        Path file = OnnxModels.conv(external("w", new long[] {1, weights.length, 1, 1}, "location", "long.bin"))
                .write(folder.resolve("net.onnx"));
        assertThat(Arrays.equals(OnnxReader.read(file).layers().get(0).weight().data(), weights)).isTrue();
    }

    @Test
    void aRelativeModelPathIsRelativeToTheWorkingFolder() {
        Path relative = Path.of("").toAbsolutePath().relativize(folder.toAbsolutePath());
        assertThat(new ExternalData(relative.resolve("net.onnx")).folder()).isEqualTo(folder.toAbsolutePath());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.bin", "sub/../../secret.bin", "link.bin", "sub/up/secret.bin", "ABSOLUTE", ".."})
    void filesOutsideTheFolderAreNotOpened(String location) throws IOException {
        Files.createSymbolicLink(folder.resolve("link.bin"), root.resolve("secret.bin"));
        Files.createSymbolicLink(folder.resolve("sub/up"), root);
        String wanted = location.equals("ABSOLUTE") ? root.resolve("secret.bin").toString() : location;
        assertRefused(wanted, null, null, "external data file '" + wanted
                + "' of tensor 'w' lies outside the model's folder; copy it beside the model if you trust it");
    }

    @Test
    void aLinkWithinTheFolderIsFollowed() throws IOException {
        Files.createSymbolicLink(folder.resolve("link.bin"), Path.of("sub", "w.bin"));
        assertThat(read("link.bin", null, null)).containsExactly(WEIGHTS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            gone.bin | -    | -  | external data file 'gone.bin' of tensor 'w' is missing; put it beside the model
            sub      | -    | -  | external data 'sub' of tensor 'w' is not a file; put the data file beside the model
            w.bin    | 17   | 24 | external data file 'w.bin' has 40 bytes, but tensor 'w' needs 24 bytes from position 17; download or export it again
            w.bin    | 9223372036854775807 | - | external data file 'w.bin' has 40 bytes, but tensor 'w' needs 24 bytes from position 9223372036854775807; download or export it again
            w.bin    | 0    | 20 | tensor 'w' needs 24 bytes for its shape but its external data have a length of 20; the file is damaged, export the model again
            w.bin    | -8   | 24 | the external data of tensor 'w' have the offset '-8', which is not a number of bytes; export the model again
            w.bin    | 8    | x  | the external data of tensor 'w' have the length 'x', which is not a number of bytes; export the model again
            ''       | -    | -  | tensor 'w' is stored in another file but names none; export the model again
            """)
    void dataThatAreNotThere(String location, String offset, String length, String clause) throws IOException {
        assertRefused(location, offset, length, clause);
    }

    @Test
    void aNameThatNoFileCanHave() throws IOException {
        assertRefused("a\0b", null, null,
                "external data file 'a?b' of tensor 'w' cannot be found; put it beside the model");
    }

    @Test
    void aHugeClaimIsRefusedBeforeMemoryIsTaken() throws IOException {
        Path file = OnnxModels.conv(external("w", new long[] {1 << 20, 500, 1, 1}, "location", "w.bin"))
                .write(folder.resolve("net.onnx"));
        assertThatThrownBy(() -> OnnxReader.read(file)).hasMessage("File 'net.onnx' cannot be opened: external data"
                + " file 'w.bin' has 40 bytes, but tensor 'w' needs 2097152000 bytes from position 0;"
                + " download or export it again.");
    }

    @Test
    void exposingTensorsChecksEveryExternalFileToo() throws IOException {
        OnnxModels model = OnnxModels.opset(13).input("x")
                .initializer(external("unread", new long[] {6}, "location", "../secret.bin"))
                .node("Relu", "r", "x", "y").output("y");
        Path file = model.write(folder.resolve("net.onnx"));
        assertThatThrownBy(() -> ExposedTensors.of(file, List.of("y")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("lies outside the model's folder");
    }

    private void assertRefused(String location, String offset, String length, String clause) throws IOException {
        Path file = write(location, offset, length);
        assertThatThrownBy(() -> OnnxReader.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("File 'net.onnx' cannot be opened: " + clause + ".");
    }

    private float[] read(String location, String offset, String length) throws IOException {
        return OnnxReader.read(write(location, offset, length)).layers().get(0).weight().data();
    }

    private Path write(String location, String offset, String length) throws IOException {
        List<String> entries = new ArrayList<>(List.of("location", location));
        if (offset != null) {
            entries.addAll(List.of("offset", offset));
        }
        if (length != null) {
            entries.addAll(List.of("length", length));
        }
        return OnnxModels.conv(external("w", SHAPE, entries.toArray(String[]::new)))
                .write(folder.resolve("net.onnx"));
    }
}
