package org.quantscope.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.quantscope.tensor.Shape;

/**
 * A tensor whose values the file fixes, in float32.
 *
 * @param source the initializer or Constant output that holds the values
 * @param shape extents; none of them 0
 * @param data elements, last dimension fastest; shared, read only
 * @param asStored whether the values are the stored ones, neither rounded nor scaled
 * @param storedAxes for each axis, which axis of the stored tensor it was
 */
record ConstantTensor(String source, Shape shape, float[] data, boolean asStored, List<Integer> storedAxes) {

    /** A tensor as it is stored. */
    static ConstantTensor stored(String source, Shape shape, float[] data, boolean asStored) {
        return new ConstantTensor(
                source, shape, data, asStored, IntStream.range(0, shape.rank()).boxed().toList());
    }

    /** The dimensions permuted as ONNX's Transpose does: output axis {@code i} is input axis {@code order[i]}. */
    ConstantTensor transpose(int[] order, WeightMemory memory) {
        int rank = shape.rank();
        int[] strides = new int[rank];
        int stride = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape.extent(axis);
        }
        int[] extents = new int[rank];
        int[] steps = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            extents[axis] = shape.extent(order[axis]);
            steps[axis] = strides[order[axis]];
        }
        float[] turned = memory.floats(data.length);
        int[] position = new int[rank];
        int from = 0;
        for (int to = 0; to < turned.length; to++) {
            turned[to] = data[from];
            for (int axis = rank - 1; axis >= 0; axis--) {
                from += steps[axis];
                if (++position[axis] < extents[axis]) {
                    break;
                }
                from -= steps[axis] * extents[axis];
                position[axis] = 0;
            }
        }
        List<Integer> axes = Arrays.stream(order).mapToObj(storedAxes::get).toList();
        return new ConstantTensor(source, Shape.of(extents), turned, asStored, axes);
    }

    /** Every element times a factor, in float32. */
    ConstantTensor scaled(float factor, WeightMemory memory) {
        if (factor == 1) {
            return this;
        }
        float[] products = memory.floats(data.length);
        for (int i = 0; i < products.length; i++) {
            products[i] = data[i] * factor;
        }
        return withValues(products);
    }

    /** The same tensor with values that are no longer the stored ones. */
    ConstantTensor withValues(float[] values) {
        return new ConstantTensor(source, shape, values, false, storedAxes);
    }
}
