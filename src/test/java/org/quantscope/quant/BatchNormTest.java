package org.quantscope.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** (19) and (20) of the arithmetic contract, channel by channel. */
class BatchNormTest {

    /** One channel with one weight; sd = √(σ² + ε) is exact in every row but the last two. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // name,               w,    b,    γ,    β,    μ,    σ²,     ε,     w',     b'
        "identity,             2,    3,    1,    0,    0,    1,      0,     2,      3",
        "a scale alone,        2,    3,    4,    0,    0,    1,      0,     8,      12",
        "a shift alone,        2,    3,    1,    5,    0,    1,      0,     2,      8",
        "a mean alone,         2,    3,    1,    0,    7,    1,      0,     2,      -4",
        "a deviation alone,    2,    3,    1,    0,    0,    4,      0,     1,      1.5",
        "epsilon counts,       2,    3,    1,    0,    0,    3,      1,     1,      1.5",
        "all together,         2,    3,    6,    5,    7,    8,      1,     4,      -3",
        "negative scale,       2,    3,    -6,   5,    7,    8,      1,     -4,     13",
        "scale of zero,        2,    3,    0,    5,    7,    8,      1,     0,      5",
        "negative weight,      -2,   0,    0,    -5,   7,    8,      1,     0,      -5",
        "variance of zero,     2,    3,    1,    0,    1,    0,      0.25,  4,      4",
        "tiny variance,        1e-20,0,    1,    0,    0,    1e-38,  0,     0.1,    0",
        "huge variance,        2,    3,    1e19, 0,    0,    1e38,   0,     2,      3",
        "rounded once,         0.1,  0.1,  0.3,  0.1,  0.2,  0.7,    1e-5,  0.0358566046, 0.0641433969"
    })
    void theOrdinaryForm(
            String name, float w, float b, float gamma, float beta, float mean, float variance, float epsilon,
            float expectedWeight, float expectedBias) {
        BatchNorm.Folded folded = one(gamma, beta, mean, variance, epsilon).fold(weight(w), bias(b));

        assertThat(folded.weight().get(0)).isCloseTo(expectedWeight, tolerance(expectedWeight));
        assertThat(folded.bias().get(0)).isCloseTo(expectedBias, tolerance(expectedBias));
        assertThat(Float.floatToRawIntBits(folded.weight().get(0)) == Float.floatToRawIntBits(-0f)).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // name,               w,    b,    γ,    β,    μ,    σ²,     ε,     w',     b'
        "identity,             2,    3,    1,    0,    0,    1,      0,     2,      3",
        "weights are not scaled, 2,  3,    4,    0,    0,    1,      0,     2,      3",
        "the shift is unscaled, 2,   3,    4,    8,    7,    8,      1,     2,      2",
        "negative scale,       2,    3,    -4,   8,    7,    8,      1,     -2,     10",
        "scale of zero and a positive shift, 2, 3, 0, 8, 7, 8,       1,     0,      8",
        "scale of zero and a negative shift, -2, 3, 0, -8, 7, 8,     1,     0,      -8",
        "scale of zero and no shift, 2, 3, 0,  0,    7,    8,        1,     0,      0",
        "tiny variance,        2,    3,    1e-19, 8e-19, 0, 1e-38,   0,     2,      3"
    })
    void theFormBeforeASign(
            String name, float w, float b, float gamma, float beta, float mean, float variance, float epsilon,
            float expectedWeight, float expectedBias) {
        BatchNorm.Folded folded = one(gamma, beta, mean, variance, epsilon).foldBeforeSign(weight(w), bias(b));

        assertThat(folded.weight().get(0)).isEqualTo(expectedWeight);
        assertThat(folded.bias().get(0)).isCloseTo(expectedBias, tolerance(expectedBias));
    }

    @Test
    void beforeASignTheSignIsThatOfTheNormalisedOutput() {
        Random random = new Random(20);
        int compared = 0;
        for (int round = 0; round < 20_000; round++) {
            float gamma = round % 5 == 0 ? 0 : (float) random.nextGaussian();
            float w = (float) random.nextGaussian();
            float b = (float) random.nextGaussian();
            double x = random.nextGaussian();
            BatchNorm norm = one(gamma, (float) random.nextGaussian(), (float) random.nextGaussian(),
                    random.nextFloat(), 1e-5f);
            BatchNorm.Folded folded = norm.foldBeforeSign(weight(w), bias(b));

            double deviation = Math.sqrt(norm.variance().get(0) + (double) norm.epsilon());
            double normalised = gamma * (w * x + b - norm.mean().get(0)) / deviation + norm.bias().get(0);
            double output = folded.weight().get(0) * x + folded.bias().get(0);
            // Nearer to zero than float32 rounds a bias, the sign is nobody's.
            if (Math.abs(output) > 1e-6 * (Math.abs(w * x) + Math.abs(folded.bias().get(0)))) {
                assertThat(Math.signum(output)).isEqualTo(Math.signum(normalised));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(19_900);
    }

    @Test
    void aLayerWithoutABiasGetsOne() {
        BatchNorm.Folded folded = one(6, 5, 7, 8, 1).fold(weight(2), Optional.empty());

        assertThat(folded.bias()).isEqualTo(FloatTensor.wrap(Shape.of(1), new float[] {-9}));
    }

    @Test
    void everyChannelHasItsOwnFactorAndEveryTapOfItTheSame() {
        FloatTensor weight = FloatTensor.wrap(Shape.of(2, 1, 1, 3), new float[] {1, 2, 3, 1, 2, 3});
        BatchNorm norm = new BatchNorm(
                tensor(2, -1), tensor(0, 1), tensor(0, 0), tensor(1, 4), 0);

        BatchNorm.Folded folded = norm.fold(weight, Optional.empty());

        assertThat(folded.weight().shape()).isEqualTo(weight.shape());
        assertThat(folded.weight().data()).containsExactly(2, 4, 6, -0.5f, -1, -1.5f);
        assertThat(folded.bias().data()).containsExactly(0, 1);
        assertThat(weight.data()).as("the stored weights stay").containsExactly(1, 2, 3, 1, 2, 3);
    }

    /** (w · γ) / sd in float32 would round twice: 16777217 is between two floats. */
    @Test
    void productAndQuotientAreNotRoundedOnTheWay() {
        float w = 4097;
        float gamma = 4095;
        BatchNorm.Folded folded = one(gamma, 0, 0, 4095f * 4095f, 0).fold(weight(w), bias(0));

        assertThat(folded.weight().get(0)).isEqualTo(w);
    }

    @ParameterizedTest(name = "variance {0}, epsilon {1}")
    @CsvSource({"-1, 2", "0, 0", "-0.001, 0.001", "NaN, 1", "Infinity, 1", "1, NaN", "1, -1", "1, Infinity"})
    void statisticsWithoutADeviationAreRefused(float variance, float epsilon) {
        assertThatThrownBy(() -> one(1, 0, 0, variance, epsilon))
                .isInstanceOf(IllegalArgumentException.class).hasMessageMatching("The (variance|epsilon) of .*\\.");
    }

    @Test
    void whatLeavesFloat32IsRefusedWithItsChannel() {
        BatchNorm norm = new BatchNorm(tensor(1, 1e30f), tensor(0, 0), tensor(0, 0), tensor(1, 1e-30f), 0);
        FloatTensor weight = FloatTensor.wrap(Shape.of(2, 1), new float[] {1, 1});

        assertThatThrownBy(() -> norm.fold(weight, Optional.empty()))
                .hasMessage("Folded into the layer, the values of channel 1 are too large for float32.");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> one(1, 0, 0, 1, 0).fold(FloatTensor.zeros(Shape.of(2, 1)), Optional.empty()))
                .hasMessage("A BatchNormalization over 1 channels does not fit weights of shape 2×1.");
        assertThatThrownBy(() -> one(1, 0, 0, 1, 0)
                        .fold(weight(1), Optional.of(FloatTensor.zeros(Shape.of(2)))))
                .hasMessage("The layer's bias of a BatchNormalization over 1 channels has 2 values.");
        assertThatThrownBy(() -> new BatchNorm(tensor(1), tensor(0, 0), tensor(0), tensor(1), 0))
                .hasMessage("The bias of a BatchNormalization over 1 channels has 2 values.");
        assertThatThrownBy(() -> one(Float.NaN, 0, 0, 1, 0)).hasMessage("The scale of channel 0 is NaN.");
    }

    private static BatchNorm one(float gamma, float beta, float mean, float variance, float epsilon) {
        return new BatchNorm(tensor(gamma), tensor(beta), tensor(mean), tensor(variance), epsilon);
    }

    private static FloatTensor tensor(float... values) {
        return FloatTensor.wrap(Shape.of(values.length), values);
    }

    private static FloatTensor weight(float value) {
        return FloatTensor.wrap(Shape.of(1, 1, 1, 1), new float[] {value});
    }

    private static Optional<FloatTensor> bias(float value) {
        return Optional.of(tensor(value));
    }

    /** One unit in the last place, for the decimal numbers of the tables. */
    private static org.assertj.core.data.Offset<Float> tolerance(float expected) {
        return org.assertj.core.data.Offset.offset(Math.max(Math.ulp(expected), 1e-30f));
    }
}
