package org.quantscope.tensor;

import java.util.Arrays;

/** Integer codes of a quantized tensor. */
public final class IntTensor {
    private final Shape shape;
    private final int[] data;

    private IntTensor(Shape shape, int[] data) {
        if (data.length != shape.size()) {
            throw new IllegalArgumentException(
                    "A tensor of shape " + shape + " needs " + shape.size() + " elements, not " + data.length + ".");
        }
        this.shape = shape;
        this.data = data;
    }

    /** Takes the array over without a copy; the caller must not write to it afterwards. */
    public static IntTensor wrap(Shape shape, int[] data) {
        return new IntTensor(shape, data);
    }

    public static IntTensor zeros(Shape shape) {
        return new IntTensor(shape, new int[shape.size()]);
    }

    public Shape shape() {
        return shape;
    }

    public int size() {
        return data.length;
    }

    public int get(int index) {
        return data[index];
    }

    /** The elements, last dimension fastest. Shared, not copied: read only. */
    public int[] data() {
        return data;
    }

    /** The same elements under another shape of the same size. */
    public IntTensor reshape(Shape other) {
        return new IntTensor(other, data);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IntTensor tensor && shape.equals(tensor.shape) && Arrays.equals(data, tensor.data);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "IntTensor[" + shape + "]";
    }
}
