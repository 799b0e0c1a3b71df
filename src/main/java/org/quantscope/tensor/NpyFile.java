package org.quantscope.tensor;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.ObjIntConsumer;

/** Reads and writes NumPy's {@code .npy} files. */
public final class NpyFile {
    private static final int CHUNK = 8192;
    private static final int ALIGNMENT = 64;

    private NpyFile() {}

    /** @throws UnreadableInputException with a sentence if the file is missing, damaged or of a type that is not read */
    public static NpyArray read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return new NpyDecoder(in, Files.size(file), "File '" + file.getFileName() + "'").decode();
        } catch (IOException e) {
            throw UnreadableInputException.about(file, e);
        }
    }

    /** The array in float32; see {@link NpyArray#toFloat()} for what does not fit. */
    public static FloatTensor readFloat(Path file) {
        return read(file).toFloat();
    }

    /** Writes {@code <f4}, last dimension fastest. An {@link IOException}'s message is a sentence for a person. */
    public static void write(Path file, FloatTensor tensor) throws IOException {
        write(file, NpyType.FLOAT32, tensor.shape(), (out, i) -> out.putFloat(tensor.get(i)));
    }

    /** Writes {@code <f8}, last dimension fastest. An {@link IOException}'s message is a sentence for a person. */
    public static void write(Path file, DoubleTensor tensor) throws IOException {
        write(file, NpyType.FLOAT64, tensor.shape(), (out, i) -> out.putDouble(tensor.get(i)));
    }

    /** Writes {@code <i4}, last dimension fastest. An {@link IOException}'s message is a sentence for a person. */
    public static void write(Path file, IntTensor tensor) throws IOException {
        write(file, NpyType.INT32, tensor.shape(), (out, i) -> out.putInt(tensor.get(i)));
    }

    /** Writes {@code <i8}, last dimension fastest. An {@link IOException}'s message is a sentence for a person. */
    public static void write(Path file, LongTensor tensor) throws IOException {
        write(file, NpyType.INT64, tensor.shape(), (out, i) -> out.putLong(tensor.get(i)));
    }

    private static void write(Path file, NpyType type, Shape shape, ObjIntConsumer<ByteBuffer> put)
            throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            write(out, type, shape, put);
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            if (e instanceof NoSuchFileException) {
                reason = "its folder does not exist";
            } else if (e instanceof AccessDeniedException) {
                reason = "you have no permission to write there";
            }
            throw new IOException("File '" + file + "' cannot be written: " + reason + ".", e);
        }
    }

    /** Header and elements. */
    static void write(OutputStream out, NpyType type, Shape shape, ObjIntConsumer<ByteBuffer> put)
            throws IOException {
        out.write(header(type, shape));
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < shape.size(); i++) {
            put.accept(buffer, i);
            if (!buffer.hasRemaining() || i == shape.size() - 1) {
                out.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
        }
    }

    /** Version 1.0, padded as NumPy does so that the elements begin at a multiple of 64. */
    private static byte[] header(NpyType type, Shape shape) {
        StringBuilder text = new StringBuilder("{'descr': '" + (type.bytes() == 1 ? '|' : '<') + type.code() + "', 'fortran_order': False, 'shape': (");
        for (int axis = 0; axis < shape.rank(); axis++) {
            text.append(axis == 0 ? "" : ", ").append(shape.extent(axis));
        }
        text.append(shape.rank() == 1 ? ",), }" : "), }");
        int fixed = 10;
        int total = (fixed + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        text.append(" ".repeat(total - fixed - text.length() - 1)).append('\n');
        ByteBuffer bytes = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0);
        bytes.putShort((short) (total - fixed)).put(text.toString().getBytes(StandardCharsets.US_ASCII));
        return bytes.array();
    }
}
