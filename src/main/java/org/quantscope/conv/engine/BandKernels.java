package org.quantscope.conv.engine;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * The sums of all output channels of one layer, a band of output rows at a time, from codes of at most 8 bits: small
 * enough to be read again while they are in the cache, and to be given up between two bands. Made for one shape
 * ({@link PackedInput#shape}), for one thread at a time.
 *
 * <p>Results are NHWC, (rows, W', channels), in direct buffers of native order.
 */
public interface BandKernels extends AutoCloseable {
    /** Sets the input of the bands that follow; it is read, not copied. */
    void input(PackedInput input);

    /** Sets the weights of the bands that follow. */
    void weights(PackedWeights weights);

    /**
     * {@code Σ x'·w'} over packed codes, exact. Zero points are not taken off yet ({@link PackedTerms} does that); a tap
     * in the padding sees the packed zero point.
     *
     * @param target takes {@code rows · W' · channels} sums from index {@code at}; its position is left alone
     */
    void integerSums(Band band, IntBuffer target, int at);

    /** {@code Σ x̂·ŵ} in float32, in any order: the fake-quant path without its bias. */
    void floatSums(Band band, FloatBuffer target, int at);

    /** Lets native memory go. */
    @Override
    void close();
}
