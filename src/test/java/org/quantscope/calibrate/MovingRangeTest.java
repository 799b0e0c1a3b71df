package org.quantscope.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.Formula;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** micronet's averages and its percentile, (12) and (13). */
class MovingRangeTest {
    private static ClippingRange range(CalibrationMethod method, RangeStatistics seen) {
        return method.range(seen, RangeTarget.UINT8_AFFINE);
    }

    @Test
    void thePercentileIsTheOrderStatisticOfAFullSort() {
        Random random = new Random(3);
        for (int length : new int[] {2, 3, 10, 999, 10_000, 10_001, 123_457}) {
            float[] values = new float[length + 5];
            for (int at = 0; at < values.length; at++) {
                values[at] = (float) random.nextGaussian();
            }
            for (double p : new double[] {0.9999, 0.999999, 0.5, 0.99}) {
                float[] sorted = Arrays.copyOfRange(values, 5, values.length);
                for (int at = 0; at < length; at++) {
                    sorted[at] = Math.abs(sorted[at]);
                }
                Arrays.sort(sorted);
                int k = (int) Math.floor(p * length);
                assertThat(PercentileObserver.magnitude(values, 5, length, p)).isEqualTo(sorted[k - 1]);
            }
        }
    }

    @Test
    void aSingleValueHasNoPercentile() {
        RangeStatistics one = Observer.batch(new float[] {4f}, 0, 1);
        assertThat(range(CalibrationMethod.MIN_MAX, one)).isEqualTo(new ClippingRange(4, 4));
        assertThatThrownBy(() -> range(CalibrationMethod.MICRONET_PERCENTILE, one))
                .hasMessageContaining("choose 'min-max'");
    }

    @Test
    void theFirstBatchIsCopiedAndEveryFurtherOneMovesByATenth() {
        RangeStatistics first = Observer.batch(new float[] {-1f, 2f, 3f}, 0, 3);
        assertThat(range(CalibrationMethod.MOVING_AVERAGE, first)).isEqualTo(new ClippingRange(-1, 3));
        RangeStatistics second = first.then(Observer.batch(new float[] {-11f, 2f, 13f}, 0, 3));
        assertThat(range(CalibrationMethod.MOVING_AVERAGE, second))
                .isEqualTo(new ClippingRange(0.9f * -1 + 0.1f * -11, 0.9f * 3 + 0.1f * 13));
        assertThat(range(CalibrationMethod.MIN_MAX, second)).isEqualTo(new ClippingRange(-11, 13));
        assertThat(range(CalibrationMethod.MICRONET_PERCENTILE, second))
                .isEqualTo(new ClippingRange(0, 0.9f * 2 + 0.1f * 11));
    }

    @Test
    void withoutAveragesTheMethodsSayWhatToDo() {
        assertThatThrownBy(() -> range(CalibrationMethod.MOVING_AVERAGE, new RangeStatistics(0, 1, 9)))
                .hasMessage("No averages of this tensor were kept; observe it on images, or choose 'min-max'.");
    }

    @Test
    void weightsAreObservedByChannelAndAsAWhole() {
        WeightStatistics weights = WeightStatistics.of(
                FloatTensor.wrap(Shape.of(2, 3, 1, 1), new float[] {1f, -2f, 3f, 0f, 0f, 0f}));
        CalibrationMethod percentile = CalibrationMethod.MICRONET_PERCENTILE;
        assertThat(range(percentile, weights.channel(0, percentile))).isEqualTo(new ClippingRange(0, 2));
        assertThat(range(percentile, weights.tensor(percentile))).isEqualTo(new ClippingRange(0, 2));
        assertThat(weights.tensor(CalibrationMethod.MIN_MAX)).isEqualTo(new RangeStatistics(-2, 3, 6));
        assertThat(weights.scale(Formula.TERNARY_WEIGHT, 0)).isEqualTo(2.5f);
        assertThat(weights.scale(Formula.TERNARY_WEIGHT, 1)).isZero();
    }
}
