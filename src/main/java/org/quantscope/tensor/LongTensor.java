package org.quantscope.tensor;

import java.util.Arrays;

/** Exact integer sums: the accumulators of a convolution. */
public final class LongTensor {
    private final Shape shape;
    private final long[] data;

    private LongTensor(Shape shape, long[] data) {
        if (data.length != shape.size()) {
            throw new IllegalArgumentException(
                    "A tensor of shape " + shape + " needs " + shape.size() + " elements, not " + data.length + ".");
        }
        this.shape = shape;
        this.data = data;
    }

    /** Takes the array over without a copy; the caller must not write to it afterwards. */
    public static LongTensor wrap(Shape shape, long[] data) {
        return new LongTensor(shape, data);
    }

    public static LongTensor zeros(Shape shape) {
        return new LongTensor(shape, new long[shape.size()]);
    }

    public Shape shape() {
        return shape;
    }

    public int size() {
        return data.length;
    }

    public long get(int index) {
        return data[index];
    }

    /** The elements, last dimension fastest. Shared, not copied: read only. */
    public long[] data() {
        return data;
    }

    /** The same elements under another shape of the same size. */
    public LongTensor reshape(Shape other) {
        return new LongTensor(other, data);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LongTensor tensor && shape.equals(tensor.shape) && Arrays.equals(data, tensor.data);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "LongTensor[" + shape + "]";
    }
}
