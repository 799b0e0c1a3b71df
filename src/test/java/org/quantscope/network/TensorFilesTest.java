package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.settings.Preprocessing;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;
import org.quantscope.tensor.UnreadableInputException;

/** ONNX test data: {@code test_data_set_*}{@code /input_0.pb}. */
class TensorFilesTest {
    @TempDir
    private Path folder;

    private static TensorProto tensor(TensorProto.DataType type, long... extents) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(type.getNumber());
        long size = 1;
        for (long extent : extents) {
            tensor.addDims(extent);
            size *= extent;
        }
        for (int at = 0; at < Math.min(size, 100) && type == TensorProto.DataType.FLOAT; at++) {
            tensor.addFloatData(at - 2.5f);
        }
        return tensor.build();
    }

    private Path write(String name, TensorProto tensor) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, tensor.toByteArray());
    }

    private static FloatTensor input(ImageSet images, int index, int... extents) {
        return images.networkInput(index, Preprocessing.UNIT, Shape.of(extents));
    }

    @Test
    void aFolderOfTestDataGivesTheFirstInputOfEverySetInTheirOrder() throws IOException {
        for (int set : new int[] {10, 9, 0}) {
            write("test_data_set_" + set + "/input_0.pb", tensor(TensorProto.DataType.FLOAT, 1, 1, set + 1, 2));
        }
        write("test_data_set_0/input_1.pb", tensor(TensorProto.DataType.FLOAT, 1));
        Files.createDirectories(folder.resolve("test_data_set_3"));
        ImageSet images = ImageSource.open(folder);
        assertThat(images.size()).isEqualTo(3);
        assertThat(images.imageName(1)).isEqualTo("test_data_set_9");
        assertThat(input(images, 2, 1, 1, 11, 2).data()).startsWith(-2.5f, -1.5f).hasSize(22);
        assertThat(images.image(0).value(0, 1, 0)).isEqualTo(255);
        assertThat(ImageSource.open(folder.resolve("test_data_set_9")).size()).isEqualTo(1);
    }

    @Test
    void aTensorOfABatchIsOneInput() throws IOException {
        ImageSet images = ImageSource.open(write("batch.pb", tensor(TensorProto.DataType.FLOAT, 2, 3)));
        assertThat(images.size()).isEqualTo(1);
        assertThat(images.imageName(0)).isEqualTo("batch.pb");
        assertThat(input(images, 0, 2, 3).data()).containsExactly(-2.5f, -1.5f, -0.5f, 0.5f, 1.5f, 2.5f);
        assertThatThrownBy(() -> input(images, 0, 1, 3)).hasMessageContaining("the network reads");
    }

    @Test
    void whatIsNoTensorIsRefusedWithASentenceBeforeMemoryIsTaken() throws IOException {
        refuses(write("huge.pb", tensor(TensorProto.DataType.FLOAT, 1 << 20, 1 << 10, 1)),
                "needs 1073741824 values for its shape but holds 100");
        refuses(write("negative.pb", TensorProto.newBuilder().setDataType(1).addDims(-1).build()), "negative extent");
        refuses(write("text.pb", tensor(TensorProto.DataType.STRING, 1)), "no input of a float network");
        refuses(write("scalar.pb", tensor(TensorProto.DataType.FLOAT)), "a single number");
        refuses(Files.write(folder.resolve("damaged.pb"), new byte[] {9, 9, 9}), "damaged or no ONNX tensor");
        refuses(write("outside.pb", TensorProto.newBuilder().setDataType(1).addDims(1)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(ai.onnx.proto.OnnxMl.StringStringEntryProto.newBuilder()
                        .setKey("location").setValue("../secret")).build()), "outside.pb");
    }

    private static void refuses(Path file, String part) {
        assertThatThrownBy(() -> ImageSource.open(file).image(0))
                .isInstanceOf(UnreadableInputException.class)
                .hasMessageContaining(part);
    }
}
