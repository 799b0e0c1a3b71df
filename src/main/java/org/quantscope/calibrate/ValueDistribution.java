package org.quantscope.calibrate;

import java.util.Arrays;
import org.quantscope.quant.ClippingRange;

/**
 * The values themselves, as there are of weights: percentiles are order statistics and errors those of every value. Only
 * the entropy, which is defined on a histogram, makes one.
 */
final class ValueDistribution implements Distribution {
    /** Beyond it 99 % of 1 value would still be one. */
    private static final double NEARLY = 1e-9;

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
    public ClippingRange percentile(double percent, boolean symmetric) {
        float[] sorted = Arrays.copyOfRange(values, from, from + length);
        if (symmetric) {
            for (int at = 0; at < length; at++) {
                sorted[at] = Math.abs(sorted[at]);
            }
            Arrays.sort(sorted);
            float magnitude = sorted[length - 1 - dropped((100.0 - percent) / 100.0)];
            return new ClippingRange(-magnitude, magnitude);
        }
        Arrays.sort(sorted);
        int dropped = dropped((100.0 - percent) / 200.0);
        return new ClippingRange(
                sorted[Math.min(dropped, (length - 1) / 2)], sorted[Math.max(length - 1 - dropped, length / 2)]);
    }

    /** How many values are left out at one end; never all of them. */
    private int dropped(double part) {
        return (int) Math.min(length - 1, Math.floor(part * length + NEARLY));
    }

    @Override
    public ClippingRange entropy(int bins, boolean symmetric) {
        return histograms().entropy(bins, symmetric);
    }

    @Override
    public ClippingRange leastSquares(RangeTarget target) {
        return RangeSearch.least(seen.min(), seen.max(), target,
                params -> SquaredError.of(values, from, length, params));
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
