package org.quantscope.calibrate;

import java.util.Arrays;
import org.quantscope.quant.ClippingRange;

/**
 * The values themselves, as there are of weights: percentiles are order statistics and errors those of every value, but
 * for very many. The entropy is defined on a histogram and makes one.
 */
final class ValueDistribution implements Distribution {
    /** Beyond it 99 % of 1 value would still be one. */
    private static final double NEARLY = 1e-9;
    /** Of more values than these a histogram tells the error as well, and the search does not keep a person waiting. */
    private static final int COUNTED_ONE_BY_ONE = 1 << 16;

    private final RangeStatistics seen;
    private final float[] values;
    private final int from;
    private final int length;

    /** @param seen smallest and largest of {@code values[from .. from + length)}, which are at least one */
    ValueDistribution(RangeStatistics seen, float[] values, int from, int length) {
        this.seen = seen;
        this.values = values;
        this.from = from;
        this.length = length;
    }

    @Override
    public ClippingRange percentile(double percent) {
        float[] sorted = Arrays.copyOfRange(values, from, from + length);
        for (int at = 0; at < length; at++) {
            sorted[at] = Math.abs(sorted[at]);
        }
        Arrays.sort(sorted);
        int dropped = (int) Math.min(length - 1, Math.floor((100.0 - percent) / 100.0 * length + NEARLY));
        float magnitude = sorted[length - 1 - dropped];
        return seen.clipped(-magnitude, magnitude);
    }

    @Override
    public ClippingRange entropy(int bins) {
        return histograms().entropy(bins);
    }

    @Override
    public ClippingRange leastSquares(RangeTarget target) {
        return length > COUNTED_ONE_BY_ONE
                ? histograms().leastSquares(target)
                : RangeSearch.least(seen.min(), seen.max(), target,
                        params -> SquaredError.of(values, from, length, params));
    }

    @Override
    public long zeros() {
        return histograms().zeros();
    }

    @Override
    public Histogram histogram() {
        return histograms().histogram();
    }

    private Distribution histograms() {
        DistributionObserver observer = new DistributionObserver(
                seen, DistributionObserver.smallestMagnitude(values, from, length));
        observer.observe(values, from, length);
        return observer.distribution();
    }
}
