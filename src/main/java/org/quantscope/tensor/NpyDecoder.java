package org.quantscope.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads one {@code .npy} stream, format versions 1 to 3. Nothing is allocated before it is known to fit: the header's
 * length is bounded, and the size that the shape asks for is compared with the bytes that are there.
 */
final class NpyDecoder {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 65_535;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final InputStream in;
    private final long available;
    private final String where;

    /**
     * @param available bytes that the stream can give at most
     * @param where begins the sentence of an error, such as {@code File 'x.npy'}
     */
    NpyDecoder(InputStream in, long available, String where) {
        this.in = in;
        this.available = available;
        this.where = where;
    }

    /** The array at the start of the stream; whatever follows it is left alone, as NumPy does. */
    NpyArray decode() throws IOException {
        byte[] start = take(MAGIC.length + 2, "its header");
        for (int i = 0; i < MAGIC.length; i++) {
            if (start[i] != MAGIC[i]) {
                throw new UnreadableInputException(
                        where + " is not a NumPy array; write it with numpy.save.");
            }
        }
        int version = start[MAGIC.length] & 0xff;
        if (version < 1 || version > 3) {
            throw new UnreadableInputException(where + " is written in version " + version
                    + " of the .npy format; Quantscope reads versions 1 to 3.");
        }
        int prefix = version == 1 ? 2 : 4;
        long length = 0;
        byte[] little = take(prefix, "its header");
        for (int i = prefix - 1; i >= 0; i--) {
            length = length << 8 | little[i] & 0xff;
        }
        if (length > LONGEST_HEADER) {
            throw new UnreadableInputException(where + " announces a header of " + length
                    + " bytes, more than any array of numbers needs; it is damaged or was not written by NumPy.");
        }
        byte[] text = take((int) length, "its header");
        NpyHeader header = NpyHeader.parse(
                new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1), where);
        return elements(header, available - start.length - prefix - length);
    }

    private NpyArray elements(NpyHeader header, long left) throws IOException {
        BigInteger needed = header.dataBytes();
        long room = Math.min(LARGEST_ARRAY, Runtime.getRuntime().maxMemory() / 2);
        if (needed.compareTo(BigInteger.valueOf(left)) > 0) {
            throw new UnreadableInputException(where + " ends too early: its shape needs " + needed
                    + " bytes of elements, and there are at most " + left + "; write it again.");
        }
        if (needed.compareTo(BigInteger.valueOf(room)) > 0) {
            throw new UnreadableInputException(String.format(Locale.ROOT,
                    "%s needs %s bytes of memory, more than the %d that are allowed here; save fewer elements.",
                    where, needed, room));
        }
        Shape shape = shape(header);
        byte[] data = take(needed.intValueExact(), "its elements");
        if (header.fortranOrder() && shape.rank() > 1) {
            data = lastDimensionFastest(data, shape, header.type().bytes());
        }
        ByteOrder order = header.order();
        return new NpyArray(where, header.type(), shape, ByteBuffer.wrap(data).order(order));
    }

    private Shape shape(NpyHeader header) {
        int[] extents = new int[header.extents().size()];
        for (int axis = 0; axis < extents.length; axis++) {
            long extent = header.extents().get(axis);
            if (extent > Integer.MAX_VALUE) {
                // An extent of 0 beside it lets the product pass.
                throw new UnreadableInputException(where + " has a dimension of " + extent
                        + " elements, more than Quantscope can hold.");
            }
            extents[axis] = (int) extent;
        }
        try {
            return Shape.of(extents);
        } catch (IllegalArgumentException e) {
            throw new UnreadableInputException(where + " has a shape that Quantscope cannot hold.", e);
        }
    }

    private byte[] take(int length, String what) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new UnreadableInputException(where + " ends in the middle of " + what + "; write it again.");
        }
        return bytes;
    }

    /** Fortran order to C order: walks the result and reads each element where its indices put it. */
    private static byte[] lastDimensionFastest(byte[] columns, Shape shape, int bytes) {
        int rank = shape.rank();
        int[] stride = new int[rank];
        int step = bytes;
        for (int axis = 0; axis < rank; axis++) {
            stride[axis] = step;
            step *= Math.max(1, shape.extent(axis));
        }
        byte[] rows = new byte[columns.length];
        int[] index = new int[rank];
        int from = 0;
        for (int to = 0; to < rows.length; to += bytes) {
            System.arraycopy(columns, from, rows, to, bytes);
            for (int axis = rank - 1; axis >= 0; axis--) {
                from += stride[axis];
                if (++index[axis] < shape.extent(axis)) {
                    break;
                }
                from -= index[axis] * stride[axis];
                index[axis] = 0;
            }
        }
        return rows;
    }
}
