package org.quantscope.calibrate;

import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.QuantParams;

/** What histograms of all values tell; they take the same memory for any number of values. */
final class HistogramDistribution implements Distribution {
    private final RangeStatistics seen;
    private final Histogram values;
    private final Histogram magnitudes;
    private final long zeros;

    /**
     * @param seen smallest and largest of the values
     * @param values of all values, from minus the largest magnitude to the largest
     * @param magnitudes of their magnitudes, from the smallest to the largest
     * @param zeros how many of the values are exactly zero, which every ONNX type holds without an error
     */
    HistogramDistribution(RangeStatistics seen, Histogram values, Histogram magnitudes, long zeros) {
        this.seen = seen;
        this.values = values;
        this.magnitudes = magnitudes;
        this.zeros = zeros;
    }

    @Override
    public ClippingRange percentile(double percent) {
        float magnitude = magnitudes.quantile(percent / 100.0);
        return seen.clipped(-magnitude, magnitude);
    }

    @Override
    public ClippingRange entropy(int bins) {
        int half = EntropySearch.halfWidth(values.merged(bins));
        int together = values.bins() / bins;
        int middle = bins / 2;
        return seen.clipped(
                values.edge((middle - half) * together),
                values.edge(Math.min(middle + half + 1, bins) * together));
    }

    @Override
    public ClippingRange leastSquares(RangeTarget target) {
        return RangeSearch.least(seen.min(), seen.max(), target, this::squaredError);
    }

    private double squaredError(QuantParams params) {
        return SquaredError.of(values, zeros, params);
    }

    @Override
    public long zeros() {
        return zeros;
    }

    @Override
    public Histogram histogram() {
        return values;
    }
}
