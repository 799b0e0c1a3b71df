package org.quantscope.conv.engine;

import org.quantscope.conv.Cancellation;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.IntegerConv;
import org.quantscope.tensor.LongTensor;

/**
 * Integer sums that travel in floating point, by the float sums of whatever kernels. Both sides are counted from their
 * zero points first, so that the padding is 0 and no correction is left to make. If
 * {@code max|qx − zx| · max Σ|qw − zw|} is at most 2^24, every partial sum in any order is an integer that float32 holds exactly; up to 2^53 double precision
 * does; beyond that the plain {@code long} loops serve.
 */
final class SteppedSums {
    private static final double FLOAT_EXACT = 1 << 24;
    private static final double DOUBLE_EXACT = 1L << 53;

    private CodeSteps inputSteps;

    /** {@link ConvKernels#integerSums} by {@link ConvKernels#floatSums} or {@link ConvKernels#doubleSums}. */
    LongTensor integerSums(
            ConvKernels kernels, ConvShape shape, Codes input, Codes weight, Cancellation cancellation) {
        if (inputSteps == null || !inputSteps.isOf(input)) {
            inputSteps = null; // let go before the next one is made: both may not fit
            inputSteps = CodeSteps.of(input);
        }
        CodeSteps weightSteps = CodeSteps.of(weight);
        double bound = inputSteps.largest() * weightSteps.largestRowSum();
        if (bound > DOUBLE_EXACT) {
            return IntegerConv.sums(shape, input, weight, cancellation);
        }
        long[] y = new long[shape.output().size()];
        if (bound <= FLOAT_EXACT) {
            float[] sums = kernels.floatSums(shape, inputSteps.values(), weightSteps.values(), cancellation).data();
            for (int at = 0; at < y.length; at++) {
                y[at] = (long) sums[at];
            }
        } else {
            double[] sums = kernels.doubleSums(shape, inputSteps.values(), weightSteps.values(), cancellation).data();
            for (int at = 0; at < y.length; at++) {
                y[at] = (long) sums[at];
            }
        }
        return LongTensor.wrap(shape.output(), y);
    }
}
