package org.quantscope.tensor;

import java.util.Arrays;

/** Real values in float32: weights, activations, outputs. */
public final class FloatTensor {
    private final Shape shape;
    private final float[] data;

    private FloatTensor(Shape shape, float[] data) {
        if (data.length != shape.size()) {
            throw new IllegalArgumentException(
                    "A tensor of shape " + shape + " needs " + shape.size() + " elements, not " + data.length + ".");
        }
        this.shape = shape;
        this.data = data;
    }

    /** Takes the array over without a copy; the caller must not write to it afterwards. */
    public static FloatTensor wrap(Shape shape, float[] data) {
        return new FloatTensor(shape, data);
    }

    public static FloatTensor zeros(Shape shape) {
        return new FloatTensor(shape, new float[shape.size()]);
    }

    public Shape shape() {
        return shape;
    }

    public int size() {
        return data.length;
    }

    public float get(int index) {
        return data[index];
    }

    /** The elements, last dimension fastest. Shared, not copied: read only. */
    public float[] data() {
        return data;
    }

    /** The same elements under another shape of the same size. */
    public FloatTensor reshape(Shape other) {
        return new FloatTensor(other, data);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FloatTensor tensor && shape.equals(tensor.shape) && Arrays.equals(data, tensor.data);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "FloatTensor[" + shape + "]";
    }
}
