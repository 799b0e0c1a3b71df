package org.quantscope.calibrate;

import org.quantscope.quant.ClippingRange;

/**
 * How values are distributed: histograms of activations, or weights themselves. Each question is answered with a range
 * inside the smallest and the largest value seen; where {@code symmetric}, the range is symmetric around zero and may
 * reach beyond the nearer of the two.
 */
public interface Distribution {
    /**
     * The range that keeps so many of the values.
     *
     * @param percent greater than 0, at most 100; an affine range leaves out half of the rest at each end
     */
    ClippingRange percentile(double percent, boolean symmetric);

    /**
     * The range whose 128-level histogram has the smallest Kullback-Leibler divergence from that of the values.
     *
     * @param bins over how many bins the candidates are laid, 128 to {@link Histogram#BINS}
     */
    ClippingRange entropy(int bins, boolean symmetric);

    /** The range whose quantization has the smallest mean squared error. */
    ClippingRange leastSquares(RangeTarget target);

    /** The values in {@link Histogram#BINS} bins from minus their largest magnitude to the largest; for drawing. */
    Histogram histogram();
}
