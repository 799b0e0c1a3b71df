package org.quantscope.onnx;

import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** Arranges the constant operand of a matrix product as the weights (O, I, 1, 1) of a 1×1 convolution. */
final class MatrixWeights {
    private static final int[] SWAPPED = {1, 0};

    private MatrixWeights() {}

    /** @param outputsFirst whether the matrix is (O, I) rather than (I, O) */
    static ConstantTensor outputsFirst(ConstantTensor matrix, boolean outputsFirst, WeightMemory memory) {
        return outputsFirst ? matrix : matrix.transpose(SWAPPED, memory);
    }

    static FloatTensor asKernel(ConstantTensor matrix) {
        return FloatTensor.wrap(Shape.of(matrix.shape().extent(0), matrix.shape().extent(1), 1, 1), matrix.data());
    }
}
