package org.quantscope.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzFileTest {
    private static final Path FILES = Path.of("src/test/resources/npy");

    @TempDir
    Path folder;

    @Test
    void listsAndReadsStoredArrays() {
        Path file = FILES.resolve("stored.npz");

        assertThat(NpzFile.names(file)).containsExactly("a", "b");
        assertThat(NpzFile.read(file, "a").toFloat())
                .isEqualTo(FloatTensor.wrap(Shape.of(2, 2), new float[] {0, 1, 2, 3}));
        assertThat(NpzFile.read(file, "b").bytes(1, 2)).containsExactly(2, 3);
    }

    @Test
    void listsAndReadsDeflatedArrays() {
        Path file = FILES.resolve("deflated.npz");

        assertThat(NpzFile.names(file)).containsExactly("zeros", "ramp");
        assertThat(NpzFile.read(file, "zeros").toFloat()).isEqualTo(FloatTensor.zeros(Shape.of(100, 100)));
        assertThat(NpzFile.read(file, "ramp").toLong().data()).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void readsTheBundledCalibrationImages() {
        Path file = Path.of("samples/fashion-calib256.npz");

        assertThat(NpzFile.read(file, "images").shape()).isEqualTo(Shape.of(256, 28, 28));
        assertThat(NpzFile.read(file, "labels").toInt().data()).hasSize(256).contains(0, 9).doesNotContain(10, -1);
    }

    @Test
    void namesTheArraysThatThereAreWhereOneIsMissing() {
        assertThatThrownBy(() -> NpzFile.read(FILES.resolve("stored.npz"), "images"))
                .isInstanceOf(UnreadableInputException.class)
                .hasMessage("File 'stored.npz' has no array named 'images'; it has 'a', 'b'.");
    }

    @Test
    void refusesWhatIsNoArchive() {
        assertThatThrownBy(() -> NpzFile.names(FILES.resolve("f4.npy")))
                .isInstanceOf(UnreadableInputException.class)
                .hasMessageStartingWith("File 'f4.npy' is not a readable .npz archive: ")
                .hasMessageEndingWith("; write it with numpy.savez.");
        assertThatThrownBy(() -> NpzFile.read(FILES.resolve("none.npz"), "a"))
                .hasMessage("File 'src/test/resources/npy/none.npz' cannot be read: there is no such file; check its name and folder.");
    }

    @Test
    void aShapeLargerThanItsEntryIsRefusedBeforeMemoryIsTaken() throws IOException {
        Path file = archive("x", "{'descr': '<f4', 'fortran_order': False, 'shape': (500000000,)}", 4096);

        assertThatThrownBy(() -> NpzFile.read(file, "x"))
                .isInstanceOf(UnreadableInputException.class)
                .hasMessage("Array 'x' of 'made.npz' ends too early: its shape needs 2000000000 bytes of elements,"
                        + " and there are at most 4096; write it again.");
    }

    @Test
    void anEntryThatClaimsMoreThanDeflateCanHoldIsRefused() throws IOException {
        Path file = archive("x", "{'descr': '<f4', 'fortran_order': False, 'shape': (500000000,)}", 4096);
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = bytes.length - 50; at > 0; at--) {
            if (view.getInt(at) == 0x02014b50) {
                view.putInt(at + 24, 2_100_000_000);
            }
        }
        Files.write(file, bytes);

        assertThatThrownBy(() -> NpzFile.read(file, "x"))
                .isInstanceOf(UnreadableInputException.class)
                .hasMessageStartingWith("Array 'x' of 'made.npz' ends too early: its shape needs 2000000000 bytes");
    }

    @Test
    void bytesBehindTheShapeAreNotRead() throws IOException {
        Path file = archive("x", "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", 50_000_000);

        assertThat(NpzFile.read(file, "x").toFloat().data()).containsExactly(0f, 0f);
    }

    @Test
    void anyDamageGivesAnArrayOrASentence() throws IOException {
        Random random = new Random(5);
        byte[] whole = Files.readAllBytes(FILES.resolve("deflated.npz"));
        Path file = folder.resolve("damaged.npz");
        int refused = 0;
        for (int round = 0; round < 1500; round++) {
            byte[] damaged = whole.clone();
            for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, damaged);
            try {
                for (String name : NpzFile.names(file)) {
                    NpzFile.read(file, name).toDouble();
                }
            } catch (UnreadableInputException e) {
                refused++;
                assertThat(e.getMessage()).contains("damaged.npz").endsWith(".");
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    private Path archive(String name, String header, int elements) throws IOException {
        Path file = folder.resolve("made.npz");
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(name + ".npy"));
            zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, 0});
            zip.write(text);
            zip.write(new byte[elements]);
            zip.closeEntry();
        }
        return file;
    }
}
