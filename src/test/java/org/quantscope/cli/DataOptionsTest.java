package org.quantscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.model.Model;
import org.quantscope.network.DataSet;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.settings.Preprocessing;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class DataOptionsTest {
    private static final Path TEST_IMAGES = Path.of("samples/fashion-test1000-images-idx3-ubyte");
    private static final Model LENET = OnnxReader.read(Path.of("samples/fashion-lenet.onnx"));
    private static final Preprocessing OWN =
            new Preprocessing(0.5, List.of(1.0), List.of(2.0), Preprocessing.Layout.NHWC);

    @TempDir
    private Path folder;

    @Command(name = "some")
    private static final class SomeCommand {
        @Mixin
        private DataOptions data = new DataOptions();
    }

    private static DataOptions parsed(String... arguments) {
        SomeCommand command = new SomeCommand();
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        command.data.check();
        return command.data;
    }

    @Test
    void anIdxFileComesWithTheLabelsBesideIt() {
        DataSet set = parsed("--limit", "7").open(TEST_IMAGES, LENET, Optional.empty());

        assertThat(set.size()).isEqualTo(7);
        assertThat(set.label(0)).isEqualTo(OptionalInt.of(9));
        assertThat(set.input(0).shape().toArray()).containsExactly(1, 1, 28, 28);
    }

    @Test
    void aBundledNetworkKnowsItsOwnNormalisation() {
        Preprocessing known = parsed().preprocessing(LENET, Optional.empty());

        assertThat(known.mean()).containsExactly(0.2860);
        assertThat(known.std()).containsExactly(0.3530);
    }

    @Test
    void theSettingsCountMoreThanTheSampleAndTheOptionMoreThanBoth() {
        assertThat(parsed().preprocessing(LENET, Optional.of(OWN))).isEqualTo(OWN);
        assertThat(parsed("--normalize", "0.1,0.2").preprocessing(LENET, Optional.of(OWN)))
                .isEqualTo(new Preprocessing(1 / 255.0, List.of(0.1), List.of(0.2), Preprocessing.Layout.NHWC));
        assertThat(parsed("--layout", "nchw").preprocessing(LENET, Optional.of(OWN)))
                .isEqualTo(new Preprocessing(0.5, List.of(1.0), List.of(2.0), Preprocessing.Layout.NCHW));
    }

    @Test
    void onnxTestDataAreInputsAsTheyAre() throws IOException {
        byte[] values = new byte[4 * 28 * 28];
        Path file = Files.createDirectories(folder.resolve("test_data_set_0")).resolve("input_0.pb");
        Files.write(file, TensorProto.newBuilder()
                .addDims(1).addDims(1).addDims(28).addDims(28)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .setRawData(ByteString.copyFrom(values))
                .build()
                .toByteArray());

        DataSet set = parsed("--normalize", "5,6").open(folder, LENET, Optional.empty());

        assertThat(set.size()).isEqualTo(1);
        assertThat(set.label(0)).isEmpty();
        assertThat(set.input(0).data()).containsOnly(0);
    }

    @Test
    void aFolderOfPicturesIsResizedToTheNetwork() throws IOException {
        ImageIO.write(new BufferedImage(9, 5, BufferedImage.TYPE_BYTE_GRAY), "png", folder.resolve("a.png").toFile());

        DataSet set = parsed("--normalize", "0.5,0.25").open(folder, LENET, Optional.empty());

        assertThat(set.size()).isEqualTo(1);
        assertThat(set.input(0).shape().toArray()).containsExactly(1, 1, 28, 28);
        assertThat(set.input(0).data()).containsOnly(-2);
    }

    @Test
    void moreThanThereAreIsAll() {
        assertThat(parsed("--limit", "5000").open(TEST_IMAGES, LENET, Optional.empty()).size()).isEqualTo(1000);
    }

    @Test
    void whatCannotBeUnderstoodIsSaid() {
        assertThatThrownBy(() -> parsed("--limit", "0")).isInstanceOf(ParameterException.class)
                .hasMessage("'--limit 0' leaves no image; give at least 1.");
        assertThatThrownBy(() -> parsed("--normalize", "a")).isInstanceOf(ParameterException.class)
                .hasMessageStartingWith("'a' is no normalisation; write mean,std such as 0.286,0.353");
        assertThatThrownBy(() -> parsed("--normalize", "0,0")).isInstanceOf(ParameterException.class)
                .hasMessageContaining("standard deviation must be a finite number other than zero");
    }
}
