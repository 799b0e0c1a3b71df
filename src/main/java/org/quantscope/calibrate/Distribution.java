package org.quantscope.calibrate;

import org.quantscope.quant.ClippingRange;

/**
 * How values are distributed: histograms of activations, or weights themselves. Each question is answered with a range
 * that does not go beyond the smallest and the largest value seen.
 */
public interface Distribution {
    /**
     * From minus to plus the magnitude that so many of the values do not exceed, but not beyond what was seen. This is
     * what {@code quantize_static} does for any scheme where nothing else is asked of it.
     *
     * @param percent greater than 0, at most 100
     */
    ClippingRange percentile(double percent);

    /**
     * The range whose 128-level histogram has the smallest Kullback-Leibler divergence from that of the values.
     *
     * @param bins over how many bins the candidates are laid, 128 to {@link Histogram#BINS}
     */
    ClippingRange entropy(int bins);

    /** The range whose quantization has the smallest mean squared error. */
    ClippingRange leastSquares(RangeTarget target);

    /** The values in {@link Histogram#BINS} bins from minus their largest magnitude to the largest; for drawing. */
    Histogram histogram();

    /** How many of the values are exactly zero. */
    long zeros();
}
