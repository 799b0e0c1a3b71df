package org.quantscope.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpzWriterTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "BOOL,0,1", "INT8,-128,127", "UINT8,0,255", "INT16,-32768,32767", "UINT16,0,65535",
        "INT32,-2147483648,2147483647", "UINT32,0,4294967295", "INT64,-9223372036854775808,9223372036854775807"
    })
    void everyIntegerTypeKeepsItsEndsAndRefusesWhatIsBeyond(NpyType type, long lowest, long highest)
            throws IOException {
        Path file = folder.resolve("a.npz");
        LongTensor ends = LongTensor.wrap(Shape.of(1, 2), new long[] {lowest, highest});
        try (NpzWriter npz = new NpzWriter(file)) {
            npz.add("ends", type, ends);
        }

        NpyArray read = NpzFile.read(file, "ends");
        assertThat(read.type()).isEqualTo(type);
        assertThat(read.toLong()).isEqualTo(ends);
        for (long beyond : new long[] {lowest - 1, highest + 1}) {
            if (type != NpyType.INT64) {
                assertThatThrownBy(() -> write(type, beyond)).hasMessageContaining("cannot hold");
            }
        }
    }

    @Test
    void realNumbersAndScalarsKeepEveryBitAndTheirOrder() throws IOException {
        Path file = folder.resolve("b.npz");
        FloatTensor single = FloatTensor.wrap(Shape.of(3), new float[] {0.1f, -0f, Float.MIN_VALUE});
        DoubleTensor wide = DoubleTensor.wrap(Shape.of(2, 1), new double[] {Math.PI, Double.MAX_VALUE});
        try (NpzWriter npz = new NpzWriter(file)) {
            npz.add("single", single);
            npz.add("wide", wide);
            npz.add("scalar", NpyType.INT32, LongTensor.wrap(Shape.of(), new long[] {-5}));
            assertThatThrownBy(() -> npz.add("no", NpyType.FLOAT32, LongTensor.wrap(Shape.of(), new long[1])))
                    .hasMessageContaining("holds integers");
        }

        assertThat(NpzFile.names(file)).containsExactly("single", "wide", "scalar");
        assertThat(Float.floatToRawIntBits(NpzFile.read(file, "single").toFloat().get(1))).isEqualTo(0x80000000);
        assertThat(NpzFile.read(file, "single").toFloat()).isEqualTo(single);
        assertThat(NpzFile.read(file, "wide").toDouble()).isEqualTo(wide);
        assertThat(NpzFile.read(file, "scalar").shape()).isEqualTo(Shape.of());
    }

    @Test
    void theSameArraysGiveTheSameBytes() throws IOException {
        Path[] files = {folder.resolve("c.npz"), folder.resolve("d.npz")};
        for (Path file : files) {
            try (NpzWriter npz = new NpzWriter(file)) {
                npz.add("a", NpyType.INT8, LongTensor.wrap(Shape.of(4), new long[] {1, 2, 3, 4}));
            }
        }

        assertThat(Files.readAllBytes(files[0])).isEqualTo(Files.readAllBytes(files[1]));
    }

    private void write(NpyType type, long value) throws IOException {
        try (NpzWriter npz = new NpzWriter(folder.resolve("beyond.npz"))) {
            npz.add("beyond", type, LongTensor.wrap(Shape.of(1), new long[] {value}));
        }
    }
}
