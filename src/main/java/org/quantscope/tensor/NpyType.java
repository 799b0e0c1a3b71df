package org.quantscope.tensor;

import java.nio.ByteBuffer;
import java.util.Locale;

/** The element types of a {@code .npy} file that Quantscope reads. */
public enum NpyType {
    BOOL("b1", 1),
    UINT8("u1", 1),
    INT8("i1", 1),
    UINT16("u2", 2),
    INT16("i2", 2),
    UINT32("u4", 4),
    INT32("i4", 4),
    INT64("i8", 8),
    FLOAT16("f2", 2),
    FLOAT32("f4", 4),
    FLOAT64("f8", 8);

    private final String code;
    private final int bytes;

    NpyType(String code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** NumPy's letter and size, without the byte order. */
    String code() {
        return code;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    public boolean isFloat() {
        return this == FLOAT16 || this == FLOAT32 || this == FLOAT64;
    }

    /** NumPy's name of the type, such as {@code float32}. */
    public String numpyName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** An integer or boolean element; the type must not be a floating one. */
    long integerAt(ByteBuffer data, int index) {
        int at = index * bytes;
        return switch (this) {
            case BOOL -> data.get(at) == 0 ? 0 : 1;
            case UINT8 -> data.get(at) & 0xff;
            case INT8 -> data.get(at);
            case UINT16 -> data.getShort(at) & 0xffff;
            case INT16 -> data.getShort(at);
            case UINT32 -> data.getInt(at) & 0xffffffffL;
            case INT32 -> data.getInt(at);
            case INT64 -> data.getLong(at);
            case FLOAT16, FLOAT32, FLOAT64 -> throw new IllegalStateException(numpyName() + " is no integer type.");
        };
    }

    /** A floating element, exact; the type must be a floating one. */
    double realAt(ByteBuffer data, int index) {
        int at = index * bytes;
        return switch (this) {
            case FLOAT16 -> Float16.toFloat(data.getShort(at));
            case FLOAT32 -> data.getFloat(at);
            case FLOAT64 -> data.getDouble(at);
            default -> throw new IllegalStateException(numpyName() + " is no floating type.");
        };
    }
}
