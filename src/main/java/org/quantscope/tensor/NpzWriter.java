package org.quantscope.tensor;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.function.ObjIntConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes NumPy's {@code .npz} files, deflated. The same arrays give the same bytes: entries carry no time of writing. */
public final class NpzWriter implements AutoCloseable {
    /** The first moment that a zip archive can name. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ZipOutputStream zip;

    /** Creates the file, or empties it. */
    public NpzWriter(Path file) throws IOException {
        zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    }

    /**
     * Adds an array of integers in a type of at most 64 bits, or of BOOL.
     *
     * @throws IllegalArgumentException with a sentence if an element does not fit the type
     */
    public void add(String name, NpyType type, LongTensor values) throws IOException {
        ObjIntConsumer<ByteBuffer> put = switch (type.bytes()) {
            case 1 -> (out, i) -> out.put((byte) fitting(name, type, values.get(i)));
            case 2 -> (out, i) -> out.putShort((short) fitting(name, type, values.get(i)));
            case 4 -> (out, i) -> out.putInt((int) fitting(name, type, values.get(i)));
            default -> (out, i) -> out.putLong(values.get(i));
        };
        if (type.isFloat()) {
            throw new IllegalArgumentException("Array '" + name + "' holds integers, not " + type.numpyName() + ".");
        }
        entry(name, type, values.shape(), put);
    }

    /** Adds an array of float32, bit for bit. */
    public void add(String name, FloatTensor values) throws IOException {
        entry(name, NpyType.FLOAT32, values.shape(),
                (out, i) -> out.putInt(Float.floatToRawIntBits(values.get(i))));
    }

    /** Adds an array of float64, bit for bit. */
    public void add(String name, DoubleTensor values) throws IOException {
        entry(name, NpyType.FLOAT64, values.shape(),
                (out, i) -> out.putLong(Double.doubleToRawLongBits(values.get(i))));
    }

    private void entry(String name, NpyType type, Shape shape, ObjIntConsumer<ByteBuffer> put) throws IOException {
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        NpyFile.write((OutputStream) zip, type, shape, put);
        zip.closeEntry();
    }

    private static long fitting(String name, NpyType type, long value) {
        int bits = 8 * type.bytes();
        boolean signed = type == NpyType.INT8 || type == NpyType.INT16 || type == NpyType.INT32;
        long lowest = signed ? -(1L << (bits - 1)) : 0;
        long highest = type == NpyType.BOOL ? 1 : signed ? (1L << (bits - 1)) - 1 : (1L << bits) - 1;
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(
                    "Array '" + name + "' has the value " + value + ", which " + type.numpyName() + " cannot hold.");
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
