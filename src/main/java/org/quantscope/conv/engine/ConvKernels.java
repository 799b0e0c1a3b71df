package org.quantscope.conv.engine;

import org.quantscope.conv.Cancellation;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.LongTensor;

/**
 * The three sums of a convolution. Inputs are (N, C, H, W), weights (channels, C/group, kh, kw), results a fresh (N,
 * channels, H', W') without scale and bias. Padding is real zero. An implementation may keep what it prepared from the
 * last inputs, which it recognises by identity. For one thread at a time.
 *
 * <p>All three throw {@link java.util.concurrent.CancellationException} soon after the cancellation was asked for.
 */
public interface ConvKernels {
    /** Float32 sums; the order of the additions is the implementation's. */
    FloatTensor floatSums(ConvShape shape, FloatTensor input, FloatTensor weight, Cancellation cancellation);

    /** Sums in double precision of products that are exact. */
    DoubleTensor doubleSums(ConvShape shape, FloatTensor input, FloatTensor weight, Cancellation cancellation);

    /** {@code Σ (qx − zx)(qw − zw)}, equation (23): exact for every input. */
    LongTensor integerSums(ConvShape shape, Codes input, Codes weight, Cancellation cancellation);
}
