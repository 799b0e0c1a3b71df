package org.quantscope.conv.engine;

import org.quantscope.conv.Cancellation;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.DoubleConv;
import org.quantscope.conv.FloatConv;
import org.quantscope.conv.IntegerConv;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.LongTensor;

/** The plain loops of {@code conv}: slow, exact by construction, and there on every machine. */
public final class ReferenceEngine implements ConvEngine, ConvKernels {
    public static final String NAME = "reference";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "plain Java loops — exact by construction";
    }

    @Override
    public ConvKernels kernels() {
        return this; // the loops keep nothing between two calls
    }

    @Override
    public FloatTensor floatSums(ConvShape shape, FloatTensor input, FloatTensor weight, Cancellation cancellation) {
        return FloatConv.sums(shape, input, weight, cancellation);
    }

    @Override
    public DoubleTensor doubleSums(ConvShape shape, FloatTensor input, FloatTensor weight, Cancellation cancellation) {
        return DoubleConv.sums(shape, input, weight, cancellation);
    }

    @Override
    public LongTensor integerSums(ConvShape shape, Codes input, Codes weight, Cancellation cancellation) {
        return IntegerConv.sums(shape, input, weight, cancellation);
    }
}
