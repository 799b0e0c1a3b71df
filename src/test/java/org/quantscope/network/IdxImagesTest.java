package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.tensor.UnreadableInputException;

class IdxImagesTest {
    @TempDir
    Path folder;

    private Path images;
    private Path labels;

    @BeforeEach
    void nameTheFiles() {
        images = folder.resolve("few-images-idx3-ubyte");
        labels = folder.resolve("few-labels-idx1-ubyte");
    }

    @Test
    void readsImagesAndTheLabelsBesideThem() throws IOException {
        write(images, 0x803, new int[] {2, 2, 3}, 12);
        write(labels, 0x801, new int[] {2}, 2);
        ImageSet set = ImageSource.open(images);

        assertThat(set.size()).isEqualTo(2);
        assertThat(set.label(1)).contains(1);
        assertThat(set.image(1).height()).isEqualTo(2);
        assertThat(set.image(1).width()).isEqualTo(3);
        assertThat(set.image(1).value(1, 2, 0)).isEqualTo(11);
        assertThat(set.image(1).argb(1, 2)).isEqualTo(0xff0b0b0b);
    }

    @Test
    void labelsMayBeMissing() throws IOException {
        write(images, 0x803, new int[] {1, 1, 1}, 1);

        assertThat(ImageSource.open(images).label(0)).isEmpty();
    }

    @Test
    void headerAndLengthMustAgree() throws IOException {
        write(images, 0x803, new int[] {2, 2, 3}, 11);
        refused(images, "File 'few-images-idx3-ubyte' has 27 bytes where its header asks for 28; download it again.");
        write(images, 0x803, new int[] {2_000_000_000, 9999, 9999}, 11);
        refused(images, "File 'few-images-idx3-ubyte' has 27 bytes where its header asks for 199960002000000016;"
                + " download it again.");
        write(images, 0x803, new int[] {-2, 2, 3}, 12);
        refused(images, "File 'few-images-idx3-ubyte' announces -2 images of 2×3 pixels, which cannot be;"
                + " download it again.");
        write(images, 0x801, new int[] {2, 2, 3}, 12);
        refused(images, "File 'few-images-idx3-ubyte' is no idx file of images: it begins with 0x00000801 instead of"
                + " 0x00000803; choose the file whose name contains 'images-idx3'.");
        Files.write(images, new byte[7]);
        refused(images, "File 'few-images-idx3-ubyte' ends too early; download it again.");
    }

    @Test
    void labelsMustBelongToTheImages() throws IOException {
        write(images, 0x803, new int[] {2, 2, 3}, 12);
        write(labels, 0x801, new int[] {3}, 3);
        refused(images, "File 'few-labels-idx1-ubyte' has 3 labels for the 2 images beside it; use files that belong"
                + " together.");
        write(labels, 0x803, new int[] {2}, 2);
        refused(images, "File 'few-labels-idx1-ubyte' is no idx file of labels: it begins with 0x00000803 instead of"
                + " 0x00000801; remove it or download it again.");
        write(labels, 0x801, new int[] {2}, 1);
        refused(images, "File 'few-labels-idx1-ubyte' has 9 bytes where its header asks for 10; download it again.");
    }

    @Test
    void aFileThatShrinksAfterOpeningIsNoticed() throws IOException {
        write(images, 0x803, new int[] {2, 2, 3}, 12);
        ImageSet set = ImageSource.open(images);
        write(images, 0x803, new int[] {2, 2, 3}, 3);

        assertThatThrownBy(() -> set.image(1))
                .isInstanceOf(UnreadableInputException.class)
                .hasMessage("File 'few-images-idx3-ubyte' ends too early; download it again.");
    }

    @Test
    void anyDamageGivesImagesOrASentence() throws IOException {
        Random random = new Random(3);
        write(images, 0x803, new int[] {2, 2, 3}, 12);
        byte[] whole = Files.readAllBytes(images);
        int refused = 0;
        for (int round = 0; round < 500; round++) {
            byte[] damaged = Arrays.copyOf(whole, random.nextBoolean() ? whole.length : random.nextInt(whole.length));
            for (int i = 0; i < Math.min(2, damaged.length); i++) {
                damaged[random.nextInt(Math.min(16, damaged.length))] = (byte) random.nextInt(5);
            }
            Files.write(images, damaged);
            try {
                ImageSource.open(images).image(0);
            } catch (UnreadableInputException e) {
                refused++;
                assertThat(e.getMessage()).startsWith("File 'few-images-idx3-ubyte' ").endsWith(".");
            }
        }
        assertThat(refused).isGreaterThan(200);
    }

    private static void refused(Path file, String sentence) {
        assertThatThrownBy(() -> ImageSource.open(file))
                .isInstanceOf(UnreadableInputException.class)
                .hasMessage(sentence);
    }

    private static void write(Path file, int magic, int[] counts, int elements) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * counts.length + elements).putInt(magic);
        for (int count : counts) {
            bytes.putInt(count);
        }
        for (int i = 0; i < elements; i++) {
            bytes.put((byte) i);
        }
        Files.write(file, bytes.array());
    }
}
