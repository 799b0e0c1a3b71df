package org.quantscope.conv.engine;

import org.quantscope.conv.Cancellation;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.IntegerConv;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.LongTensor;

/**
 * Sums in plain Java, a row of pixels at a time: the same on every machine, those of the reference loops to the last bit,
 * and some ten times faster than these.
 */
public final class PlaneKernels implements ConvKernels {
    private static final double DOUBLE_EXACT = 1L << 53;

    private final PlaneSums planes = new PlaneSums();

    @Override
    public FloatTensor floatSums(ConvShape shape, FloatTensor input, FloatTensor weight, Cancellation cancellation) {
        Patches patches = new Patches(shape);
        float[] y = new float[shape.output().size()];
        for (int image = 0; image < shape.images(); image++) {
            for (int row = 0; row < shape.channels().count(); row++) {
                cancellation.throwIfCancelled();
                planes.fill(shape, patches, input.data(), weight.data(), image, row, y);
            }
        }
        return FloatTensor.wrap(shape.output(), y);
    }

    @Override
    public DoubleTensor doubleSums(ConvShape shape, FloatTensor input, FloatTensor weight, Cancellation cancellation) {
        Patches patches = new Patches(shape);
        double[] y = new double[shape.output().size()];
        for (int image = 0; image < shape.images(); image++) {
            for (int row = 0; row < shape.channels().count(); row++) {
                cancellation.throwIfCancelled();
                planes.fill(shape, patches, input.data(), weight.data(), image, row, y);
            }
        }
        return DoubleTensor.wrap(shape.output(), y);
    }

    /** In double precision where every partial sum is an integer that it holds exactly, else in {@code long}. */
    @Override
    public LongTensor integerSums(ConvShape shape, Codes input, Codes weight, Cancellation cancellation) {
        CodeSteps inputSteps = CodeSteps.of(input);
        CodeSteps weightSteps = CodeSteps.of(weight);
        if (inputSteps.largest() * weightSteps.largestRowSum() > DOUBLE_EXACT) {
            return IntegerConv.sums(shape, input, weight, cancellation);
        }
        double[] sums = doubleSums(shape, inputSteps.values(), weightSteps.values(), cancellation).data();
        long[] y = new long[sums.length];
        for (int at = 0; at < y.length; at++) {
            y[at] = (long) sums[at];
        }
        return LongTensor.wrap(shape.output(), y);
    }
}
