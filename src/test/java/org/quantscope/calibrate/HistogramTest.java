package org.quantscope.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;

/** Histograms against NumPy 2.4.6, and what methods find in them against the values themselves. */
class HistogramTest {
    /** Cubes of numbers from a linear congruential generator, the same in NumPy. */
    private static float[] values(int count, long seed) {
        float[] values = new float[count];
        long state = seed;
        for (int at = 0; at < count; at++) {
            state = (state * 1103515245L + 12345L) & 0x7fffffffL;
            float value = (float) ((state - 0x40000000L) / (double) 0x20000000L);
            values[at] = value * value * value;
        }
        return values;
    }

    /** The moment is the sum of count times bin number from 1. */
    @ParameterizedTest
    @CsvSource({"1, 128, 1292122, -2.7496604919433594", "2, 2048, 20549973, -2.671598434448242", "3, 7, 79874, -3.427983283996582"})
    void valuesAreCountedInTheBinsOfNumpy(long seed, int bins, long moment, float edge) {
        float[] values = values(20_000, seed);
        RangeStatistics seen = Observer.batch(values, 0, values.length);
        float largest = Math.max(-seen.min(), seen.max());
        Histogram histogram = new Histogram(-largest, largest, bins);
        histogram.add(values, 0, values.length);
        long sum = 0;
        for (int bin = 0; bin < bins; bin++) {
            sum += histogram.count(bin) * (bin + 1);
        }
        assertThat(sum).isEqualTo(moment);
        assertThat(histogram.total()).isEqualTo(values.length);
        assertThat(histogram.edge(bins / 3)).isEqualTo(edge);
    }

    @Test
    void theRangeOfLeastErrorIsBetterThanMinMaxAlsoWhereOnlyAHistogramIsLeft() {
        float[] values = values(20_000, 5);
        RangeStatistics seen = Observer.batch(values, 0, values.length);
        DistributionObserver observer = new DistributionObserver(
                seen, DistributionObserver.smallestMagnitude(values, 0, values.length));
        observer.observe(values, 0, values.length);
        RangeTarget target = new RangeTarget(RangeTarget.UINT8_AFFINE.type().withBits(4),
                RangeTarget.UINT8_AFFINE.scheme(), RangeTarget.UINT8_AFFINE.rounding(),
                RangeTarget.UINT8_AFFINE.formula());
        double minMax = error(values, target.params(new ClippingRange(seen.min(), seen.max())));
        double exact = error(values, target.params(
                new ValueDistribution(seen, values, 0, values.length).leastSquares(target)));
        double counted = error(values, target.params(observer.distribution().leastSquares(target)));
        assertThat(exact).isLessThan(minMax);
        assertThat(counted).isBetween(exact * 0.999, exact * 1.02);
    }

    private static double error(float[] values, QuantParams params) {
        double sum = 0;
        for (float value : values) {
            double kept = Quantizer.dequantize(Quantizer.quantize(value, params), params);
            sum += (value - kept) * (value - kept);
        }
        return sum;
    }
}
