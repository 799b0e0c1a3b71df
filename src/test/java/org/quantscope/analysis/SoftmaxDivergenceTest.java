package org.quantscope.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SoftmaxDivergenceTest {
    @Test
    void equalAnswersDoNotDiverge() {
        assertThat(SoftmaxDivergence.of(new float[] {1, -3, 88}, new float[] {1, -3, 88})).isZero();
        assertThat(SoftmaxDivergence.of(new float[] {1, 2}, new float[] {101, 102})).isEqualTo(0, within(1e-15));
    }

    @Test
    void randomAnswersAgreeWithTheDefinition() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            int classes = 2 + random.nextInt(20);
            float[] reference = new float[classes];
            float[] test = new float[classes];
            for (int i = 0; i < classes; i++) {
                reference[i] = (float) random.nextDouble(-9, 9);
                test[i] = (float) random.nextDouble(-9, 9);
            }
            double expected = 0;
            for (int i = 0; i < classes; i++) {
                double p = softmax(reference, i);
                expected += p * Math.log(p / softmax(test, i));
            }
            assertThat(SoftmaxDivergence.of(reference, test)).isEqualTo(expected, within(1e-12 * (1 + expected)));
        }
    }

    @Test
    void answersFarTooLargeForTheExponentialAreNoTrouble() {
        // p is all on the first, q all on the second: ln p − ln q = 0 − (−5e4 − …) = 5e4.
        assertThat(SoftmaxDivergence.of(new float[] {3e4f, -3e4f}, new float[] {-2.5e4f, 2.5e4f})).isEqualTo(5e4);
        assertThat(SoftmaxDivergence.of(new float[] {3e38f, -3e38f}, new float[] {3e38f, 0})).isZero();
    }

    @Test
    void probabilitiesTooSmallForADoubleDoNotCount() {
        double divergence = SoftmaxDivergence.of(new float[] {0, -800, 1}, new float[] {0, 5, 1});
        double p = 1 / (1 + Math.E);
        double shift = Math.log(1 + Math.E + Math.exp(5)) - Math.log(1 + Math.E);
        assertThat(divergence).isEqualTo(p * shift + (1 - p) * shift, within(1e-12));
    }

    @Test
    void answersThatAreDistributionsAreTakenAsTheyAre() {
        double expected = 0.75 * Math.log(0.75 / 0.5) + 0.25 * Math.log(0.25 / 0.5);

        assertThat(SoftmaxDivergence.of(new float[] {0.75f, 0.25f}, new float[] {0.5f, 0.5f}))
                .isEqualTo(expected, within(1e-12));
        assertThat(SoftmaxDivergence.of(new float[] {0.5f, 0.5f}, new float[] {1, 0})).isBetween(40.0, 50.0);
    }

    @Test
    void divergenceIsNeverNegative() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 500; round++) {
            float[] reference = {(float) random.nextDouble(4), (float) random.nextDouble(4), 1};
            float[] test = reference.clone();
            test[random.nextInt(3)] += random.nextBoolean() ? 1e-6f : 0;
            assertThat(SoftmaxDivergence.of(reference, test)).isNotNegative();
        }
    }

    private static double softmax(float[] values, int index) {
        BigDecimal sum = BigDecimal.ZERO;
        for (float value : values) {
            sum = sum.add(new BigDecimal(Math.exp(value)));
        }
        return new BigDecimal(Math.exp(values[index])).divide(sum, MathContext.DECIMAL64).doubleValue();
    }
}
