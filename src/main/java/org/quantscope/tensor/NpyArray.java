package org.quantscope.tensor;

import java.nio.ByteBuffer;

/** An array as it was read from a {@code .npy} or {@code .npz} file, last dimension fastest, in its own type. */
public final class NpyArray {
    private final String where;
    private final NpyType type;
    private final Shape shape;
    private final ByteBuffer data;

    /** @param data the elements from position 0 on, in the buffer's byte order */
    NpyArray(String where, NpyType type, Shape shape, ByteBuffer data) {
        this.where = where;
        this.type = type;
        this.shape = shape;
        this.data = data;
    }

    public NpyType type() {
        return type;
    }

    public Shape shape() {
        return shape;
    }

    /**
     * The elements in float32. Those of float64 are rounded once, half to even.
     *
     * @throws UnreadableInputException if an element is too large for float32, or an integer that it cannot hold exactly
     */
    public FloatTensor toFloat() {
        float[] values = new float[shape.size()];
        if (type == NpyType.FLOAT32) {
            data.duplicate().order(data.order()).asFloatBuffer().get(values);
            return FloatTensor.wrap(shape, values);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = type.isFloat() ? narrowed(i) : exact(i);
        }
        return FloatTensor.wrap(shape, values);
    }

    /**
     * The elements in float64.
     *
     * @throws UnreadableInputException if an element is an integer that float64 cannot hold exactly
     */
    public DoubleTensor toDouble() {
        double[] values = new double[shape.size()];
        for (int i = 0; i < values.length; i++) {
            if (type.isFloat()) {
                values[i] = type.realAt(data, i);
            } else {
                long value = type.integerAt(data, i);
                values[i] = value;
                if ((long) values[i] != value || value == Long.MAX_VALUE) {
                    throw doesNotFit(Long.toString(value), i, "float64");
                }
            }
        }
        return DoubleTensor.wrap(shape, values);
    }

    /** @throws UnreadableInputException if the array is not of an integer type */
    public LongTensor toLong() {
        requireInteger();
        long[] values = new long[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.integerAt(data, i);
        }
        return LongTensor.wrap(shape, values);
    }

    /** @throws UnreadableInputException if the array is not of an integer type or an element is outside int32 */
    public IntTensor toInt() {
        requireInteger();
        int[] values = new int[shape.size()];
        for (int i = 0; i < values.length; i++) {
            long value = type.integerAt(data, i);
            values[i] = (int) value;
            if (values[i] != value) {
                throw doesNotFit(Long.toString(value), i, "int32");
            }
        }
        return IntTensor.wrap(shape, values);
    }

    /**
     * {@code length} bytes of a uint8 array from element {@code from} on, as a copy.
     *
     * @throws UnreadableInputException if the array is not uint8
     */
    public byte[] bytes(int from, int length) {
        if (type != NpyType.UINT8) {
            throw new UnreadableInputException(
                    where + " has elements of the type " + type.numpyName() + " where uint8 is expected.");
        }
        byte[] copy = new byte[length];
        data.get(from, copy);
        return copy;
    }

    private float narrowed(int index) {
        double value = type.realAt(data, index);
        float narrow = (float) value;
        if (Float.isInfinite(narrow) && !Double.isInfinite(value)) {
            throw doesNotFit(Double.toString(value), index, "float32");
        }
        return narrow;
    }

    private float exact(int index) {
        long value = type.integerAt(data, index);
        float narrow = value;
        if ((long) narrow != value || value == Long.MAX_VALUE) {
            throw doesNotFit(Long.toString(value), index, "float32");
        }
        return narrow;
    }

    private void requireInteger() {
        if (type.isFloat()) {
            throw new UnreadableInputException(
                    where + " has elements of the type " + type.numpyName() + " where integers are expected.");
        }
    }

    private UnreadableInputException doesNotFit(String value, int index, String target) {
        return new UnreadableInputException(
                where + " has the value " + value + " at element " + index + ", which " + target + " cannot hold.");
    }
}
