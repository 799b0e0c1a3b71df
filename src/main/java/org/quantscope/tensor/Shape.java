package org.quantscope.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The extents of a tensor, outermost first. Extents are at least 0, and their product fits an {@code int}. */
public final class Shape {
    private final int[] extents;
    private final int size;

    private Shape(int[] extents) {
        this.extents = extents;
        long product = 1;
        for (int extent : extents) {
            if (extent < 0) {
                throw new IllegalArgumentException("A shape has a negative extent: " + Arrays.toString(extents) + ".");
            }
            product *= extent;
            if (product > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("A tensor of shape " + join(extents, "×")
                        + " has more than 2^31 - 1 elements, which is more than Quantscope can hold.");
            }
        }
        this.size = (int) product;
    }

    public static Shape of(int... extents) {
        return new Shape(extents.clone());
    }

    public int rank() {
        return extents.length;
    }

    public int extent(int axis) {
        return extents[axis];
    }

    /** Number of elements: the product of the extents, 1 for a scalar. */
    public int size() {
        return size;
    }

    public int[] toArray() {
        return extents.clone();
    }

    public long[] toLongArray() {
        return Arrays.stream(extents).asLongStream().toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    /** The extents as a person writes them: {@code 16×1×3×3}. */
    @Override
    public String toString() {
        return join(extents, "×");
    }

    private static String join(int[] extents, String separator) {
        return extents.length == 0
                ? "scalar"
                : Arrays.stream(extents).mapToObj(Integer::toString).collect(Collectors.joining(separator));
    }
}
