package org.quantscope.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {
    private static final Path FILES = Path.of("src/test/resources/npy");
    private static final String VALID = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"f4.npy", "f4-big-endian.npy"})
    void readsFloatsOfBothByteOrders(String file) {
        FloatTensor read = NpyFile.readFloat(FILES.resolve(file));

        assertThat(read.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(read.data()).containsExactly(-0.5f, -0.25f, 0f, 0.25f, 0.5f, 0.75f);
    }

    @Test
    void turnsFortranOrderIntoLastDimensionFastest() {
        FloatTensor read = NpyFile.readFloat(FILES.resolve("f4-fortran.npy"));

        assertThat(read.shape()).isEqualTo(Shape.of(2, 3, 4));
        for (int i = 0; i < 24; i++) {
            assertThat(read.get(i)).isEqualTo(i);
        }
        assertThat(NpyFile.read(FILES.resolve("i4-fortran.npy")).toInt().data()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            u1.npy,            UINT8,  '0 127 128 255'
            i1.npy,            INT8,   '-128 -1 0 127'
            u2.npy,            UINT16, '0 258 65535'
            i2-big-endian.npy, INT16,  '-32768 258 32767'
            i4.npy,            INT32,  '-2147483648 7 16777216 2147483647'
            u4.npy,            UINT32, '0 4294967295'
            i8.npy,            INT64,  '-9223372036854775808 -1 9223372036854775807'
            bool.npy,          BOOL,   '1 0 1'
            """)
    void readsEveryIntegerType(String file, NpyType type, String values) {
        NpyArray read = NpyFile.read(FILES.resolve(file));
        StringBuilder seen = new StringBuilder();
        for (long value : read.toLong().data()) {
            seen.append(seen.isEmpty() ? "" : " ").append(value);
        }
        assertThat(read.type()).isEqualTo(type);
        assertThat(seen).hasToString(values);
    }

    @Test
    void readsHalfPrecisionExactly() {
        float[] read = NpyFile.readFloat(FILES.resolve("f2.npy")).data();

        assertThat(read).containsExactly(
                1f, -2.5f, 65504f, 0x1p-24f, 0x3ffp-24f, -0f, Float.POSITIVE_INFINITY, Float.NaN);
    }

    @Test
    void everyHalfHasItsValueInTheFormula() {
        for (int bits = 0; bits < 0x7c00; bits++) {
            int exponent = bits >> 10;
            double fraction = (bits & 0x3ff) / 1024.0;
            double value = exponent == 0 ? fraction * 0x1p-14 : (1 + fraction) * Math.pow(2, exponent - 15);
            assertThat(Float16.toFloat((short) bits)).isEqualTo((float) value);
            assertThat(Float16.toFloat((short) (bits | 0x8000))).isEqualTo((float) -value);
        }
    }

    @Test
    void roundsDoublesToFloatsAndKeepsThemAsDoubles() {
        assertThat(NpyFile.readFloat(FILES.resolve("f8-small.npy")).data()).containsExactly(0.1f, -2.5f);
        assertThat(NpyFile.read(FILES.resolve("f8.npy")).toDouble().data()).containsExactly(0.1, -1e300, Math.PI);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            f8.npy     | File 'f8.npy' has the value -1.0E300 at element 1, which float32 cannot hold.
            i4.npy     | File 'i4.npy' has the value 2147483647 at element 3, which float32 cannot hold.
            objects.npy| File 'objects.npy' holds pickled Python objects, which Quantscope does not load because loading \
            them runs code; save numbers with a dtype such as float32.
            records.npy| File 'records.npy' holds records with several fields, which Quantscope does not read; save each \
            field as an array of its own.
            complex.npy| File 'complex.npy' has elements of the type '<c8', which Quantscope does not read; save it as \
            float32 or uint8.
            text.npy   | File 'text.npy' has elements of the type '<U2', which Quantscope does not read; save it as \
            float32 or uint8.
            none.npy   | File 'src/test/resources/npy/none.npy' cannot be read: there is no such file; check its name and folder.
            """)
    void saysWhatCannotBeReadAsFloats(String file, String sentence) {
        assertThatThrownBy(() -> NpyFile.readFloat(FILES.resolve(file)))
                .isInstanceOf(UnreadableInputException.class)
                .hasMessage(sentence);
    }

    @Test
    void integersMustFitTheTypeThatIsAskedFor() {
        assertThatThrownBy(() -> NpyFile.read(FILES.resolve("i8.npy")).toInt())
                .hasMessage("File 'i8.npy' has the value -9223372036854775808 at element 0, which int32 cannot hold.");
        assertThatThrownBy(() -> NpyFile.read(FILES.resolve("i8.npy")).toDouble())
                .hasMessage("File 'i8.npy' has the value 9223372036854775807 at element 2, which float64 cannot hold.");
        assertThatThrownBy(() -> NpyFile.read(FILES.resolve("f4.npy")).toLong())
                .hasMessage("File 'f4.npy' has elements of the type float32 where integers are expected.");
        assertThatThrownBy(() -> NpyFile.read(FILES.resolve("f4.npy")).bytes(0, 1))
                .hasMessage("File 'f4.npy' has elements of the type float32 where uint8 is expected.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"version2.npy", "version3.npy"})
    void readsTheLaterVersionsOfTheFormat(String file) {
        assertThat(NpyFile.readFloat(FILES.resolve(file)).data()).containsExactly(0f, 1f, 2f);
    }

    @Test
    void readsScalarsAndEmptyArrays() {
        assertThat(NpyFile.readFloat(FILES.resolve("scalar.npy")).data()).containsExactly(2.5f);
        assertThat(NpyFile.readFloat(FILES.resolve("empty.npy")).shape()).isEqualTo(Shape.of(0, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"f4.npy", "one-dimension.npy", "scalar.npy", "empty.npy"})
    void writesFloatsByteForByteAsNumpyDoes(String file) throws IOException {
        Path copy = folder.resolve(file);
        NpyFile.write(copy, NpyFile.readFloat(FILES.resolve(file)));

        assertThat(Files.readAllBytes(copy)).isEqualTo(Files.readAllBytes(FILES.resolve(file)));
    }

    @Test
    void writesIntegersAndDoublesByteForByteAsNumpyDoes() throws IOException {
        Path copy = folder.resolve("copy.npy");

        NpyFile.write(copy, NpyFile.read(FILES.resolve("i4.npy")).toInt());
        assertThat(Files.readAllBytes(copy)).isEqualTo(Files.readAllBytes(FILES.resolve("i4.npy")));
        NpyFile.write(copy, NpyFile.read(FILES.resolve("i8.npy")).toLong());
        assertThat(Files.readAllBytes(copy)).isEqualTo(Files.readAllBytes(FILES.resolve("i8.npy")));
        NpyFile.write(copy, NpyFile.read(FILES.resolve("f8.npy")).toDouble());
        assertThat(Files.readAllBytes(copy)).isEqualTo(Files.readAllBytes(FILES.resolve("f8.npy")));
    }

    @Test
    void whatIsWrittenIsReadBackForAwkwardSizes() throws IOException {
        Random random = new Random(7);
        Path file = folder.resolve("round-trip.npy");
        for (int size : new int[] {1, 2, 1023, 1024, 1025, 2048, 5000}) {
            double[] values = random.doubles(size).toArray();
            DoubleTensor written = DoubleTensor.wrap(Shape.of(1, size, 1), values);
            NpyFile.write(file, written);
            assertThat(NpyFile.read(file).toDouble()).isEqualTo(written);
        }
    }

    @Test
    void aFolderThatIsMissingIsNamedWhenWriting() {
        Path file = folder.resolve("missing/x.npy");
        assertThatThrownBy(() -> NpyFile.write(file, FloatTensor.zeros(Shape.of(1))))
                .isInstanceOf(IOException.class)
                .hasMessage("File '" + file + "' cannot be written: its folder does not exist.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {'descr': '<f4', 'fortran_order': False, 'shape': (4,)}|ends too early: its shape needs 16 bytes of \
            elements, and there are at most 12; write it again.
            {'descr': '<f4', 'fortran_order': False, 'shape': (999999999999, 999999999999)}|ends too early: its shape \
            needs 3999999999992000000000004 bytes of elements, and there are at most 12; write it again.
            {'descr': '<f4', 'fortran_order': False, 'shape': (0, 99999999999)}|has a dimension of 99999999999 \
            elements, more than Quantscope can hold.
            {'descr': '<f4', 'fortran_order': False, 'shape': (-3,)}|has a header that has a 'shape' with something \
            other than whole numbers; it is damaged or was not written by NumPy.
            {'descr': '<f4', 'fortran_order': 0, 'shape': (3,)}|has a header that has a 'fortran_order' that is \
            neither True nor False; it is damaged or was not written by NumPy.
            {'descr': '<f4', 'shape': (3,)}|has a header that lacks one of 'descr', 'fortran_order' and 'shape'; it is \
            damaged or was not written by NumPy.
            {'descr': '<f4', 'descr': '<f4'}|has a header that names 'descr' twice; it is damaged or was not written \
            by NumPy.
            {'size': 1}|has a header that has the unknown key 'size'; it is damaged or was not written by NumPy.
            __import__('os')|has a header that is not the dictionary that NumPy writes; it is damaged or was not \
            written by NumPy.
            """)
    void aBrokenHeaderIsRefusedInASentence(String header, String sentence) throws IOException {
        Path file = folder.resolve("x.npy");
        Files.write(file, bytes(1, header, new byte[12]));

        assertThatThrownBy(() -> NpyFile.read(file))
                .isInstanceOf(UnreadableInputException.class)
                .hasMessage("File 'x.npy' " + sentence);
    }

    @Test
    void aBrokenStartIsRefusedInASentence() throws IOException {
        Path file = folder.resolve("x.npy");
        Files.write(file, "hello, world".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> NpyFile.read(file))
                .hasMessage("File 'x.npy' is not a NumPy array; write it with numpy.save.");
        Files.write(file, bytes(9, VALID, new byte[12]));
        assertThatThrownBy(() -> NpyFile.read(file))
                .hasMessage("File 'x.npy' is written in version 9 of the .npy format; Quantscope reads versions 1 to 3.");
        byte[] huge = bytes(2, VALID, new byte[12]);
        huge[11] = (byte) 0xff;
        Files.write(file, huge);
        assertThatThrownBy(() -> NpyFile.read(file)).hasMessageStartingWith("File 'x.npy' announces a header of 4278190");
        Files.write(file, new byte[] {(byte) 0x93, 'N', 'U'});
        assertThatThrownBy(() -> NpyFile.read(file))
                .hasMessage("File 'x.npy' ends in the middle of its header; write it again.");
    }

    @Test
    void anyDamageGivesAnArrayOrASentence() throws IOException {
        Random random = new Random(11);
        byte[] whole = Files.readAllBytes(FILES.resolve("f4-fortran.npy"));
        Path file = folder.resolve("damaged.npy");
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] damaged = random.nextInt(4) == 0
                    ? Arrays.copyOf(whole, random.nextInt(whole.length))
                    : whole.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0 && damaged.length > 0; changes--) {
                damaged[random.nextInt(Math.min(96, damaged.length))] = (byte) random.nextInt(256);
            }
            Files.write(file, damaged);
            try {
                NpyFile.read(file).toDouble();
            } catch (UnreadableInputException e) {
                refused++;
                assertThat(e.getMessage()).startsWith("File 'damaged.npy' ").endsWith(".");
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }

    private static byte[] bytes(int version, String header, byte[] elements) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer out = ByteBuffer.allocate(12 + text.length + elements.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) version).put((byte) 0);
        if (version == 1) {
            out.putShort((short) text.length);
        } else {
            out.putInt(text.length);
        }
        out.put(text).put(elements);
        return Arrays.copyOf(out.array(), out.position());
    }
}
