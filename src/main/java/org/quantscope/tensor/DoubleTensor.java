package org.quantscope.tensor;

import java.util.Arrays;

/** Real values in float64, where an integer result is shown without a further rounding. */
public final class DoubleTensor {
    private final Shape shape;
    private final double[] data;

    private DoubleTensor(Shape shape, double[] data) {
        if (data.length != shape.size()) {
            throw new IllegalArgumentException(
                    "A tensor of shape " + shape + " needs " + shape.size() + " elements, not " + data.length + ".");
        }
        this.shape = shape;
        this.data = data;
    }

    /** Takes the array over without a copy; the caller must not write to it afterwards. */
    public static DoubleTensor wrap(Shape shape, double[] data) {
        return new DoubleTensor(shape, data);
    }

    public static DoubleTensor zeros(Shape shape) {
        return new DoubleTensor(shape, new double[shape.size()]);
    }

    public Shape shape() {
        return shape;
    }

    public int size() {
        return data.length;
    }

    public double get(int index) {
        return data[index];
    }

    /** The elements, last dimension fastest. Shared, not copied: read only. */
    public double[] data() {
        return data;
    }

    /** The same elements under another shape of the same size. */
    public DoubleTensor reshape(Shape other) {
        return new DoubleTensor(other, data);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DoubleTensor tensor && shape.equals(tensor.shape) && Arrays.equals(data, tensor.data);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "DoubleTensor[" + shape + "]";
    }
}
