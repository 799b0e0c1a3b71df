package org.quantscope.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.quant.ClippingRange;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

class ObserverTest {
    private static FloatTensor tensor(float... values) {
        return FloatTensor.wrap(Shape.of(values.length), values);
    }

    private static ClippingRange range(CalibrationMethod method, RangeStatistics seen) {
        return method.range(seen, RangeTarget.UINT8_AFFINE);
    }

    @Test
    void theSmallestAndTheLargestValueAreKeptOverAllThatIsSeen() {
        Observer observer = new Observer();
        observer.observe(tensor(3, -1));
        observer.observe(tensor(2));
        observer.observe(new float[] {-9, 5, 4, 99}, 1, 2);
        assertThat(observer.statistics()).isEqualTo(new RangeStatistics(-1, 5, 5));
    }

    @Test
    void nothingSeenIsAnEmptyRangeAtZero() {
        Observer observer = new Observer();
        assertThat(observer.statistics()).isEqualTo(new RangeStatistics(0, 0, 0));
        observer.observe(tensor());
        assertThat(observer.statistics().count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aValueThatIsNotFiniteIsRefusedAndNothingOfItsBatchIsKept(float value) {
        Observer observer = new Observer();
        observer.observe(tensor(1, 2));
        assertThatThrownBy(() -> observer.observe(tensor(-7, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A value is " + value + "; only finite values have a range.");
        assertThat(observer.statistics()).isEqualTo(new RangeStatistics(1, 2, 2));
    }

    @Test
    void channelsAreSeenApart() {
        FloatTensor weight = FloatTensor.wrap(Shape.of(2, 1, 1, 3), new float[] {1, 2, 3, -4, 0, 4});
        assertThat(Observer.perChannel(weight))
                .containsExactly(new RangeStatistics(1, 3, 3), new RangeStatistics(-4, 4, 3));
        assertThat(Observer.perChannel(FloatTensor.zeros(Shape.of(0, 3)))).isEmpty();
        assertThat(Observer.perChannel(FloatTensor.zeros(Shape.of(2, 0))))
                .containsOnly(new RangeStatistics(0, 0, 0));
    }

    @Test
    void statisticsOfPartsMergeToThoseOfTheWhole() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            float[] values = new float[1 + random.nextInt(40)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian() - 5;
            }
            int cut = random.nextInt(values.length + 1);
            Observer whole = new Observer();
            whole.observe(values, 0, values.length);
            Observer left = new Observer();
            left.observe(values, 0, cut);
            Observer right = new Observer();
            right.observe(values, cut, values.length - cut);
            assertThat(left.statistics().merge(right.statistics())).isEqualTo(whole.statistics());
            assertThat(right.statistics().merge(left.statistics())).isEqualTo(whole.statistics());
        }
    }

    @Test
    void minMaxTakesTheWholeRange() {
        assertThat(range(CalibrationMethod.MIN_MAX, new RangeStatistics(-2, 3, 9))).isEqualTo(new ClippingRange(-2, 3));
    }
}
