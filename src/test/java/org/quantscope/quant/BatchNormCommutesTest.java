package org.quantscope.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * Folding commutes with symmetric quantization per channel: with f = γ / sd, quantizing the folded weights gives the scale
 * |f| · s and the codes sgn(f) · q, where s and q come from the weights as stored. Exactly so where f is a power of two;
 * otherwise up to the float rounding of scale and weights, which can move a code by one only where w / s lies within that
 * rounding of a tie. It needs a symmetric range of codes and a rounding that treats both signs alike; a scale of zero
 * leaves codes 0. Per tensor it does not hold.
 */
class BatchNormCommutesTest {
    private static final int CHANNELS = 12;
    private static final int TAPS = 75;
    /** Relative error of w', s and s' and of the quotient, 2^-24 each, times at most 2^15 codes, with room. */
    private static final double NEAR_A_TIE = 4 * Math.pow(2, -24);

    @ParameterizedTest(name = "{0} bits")
    @ValueSource(ints = {2, 3, 4, 5, 8, 11, 16})
    void withPowersOfTwoScalesAndCodesAreExact(int bits) {
        Random random = new Random(bits);
        for (int round = 0; round < 20; round++) {
            float[] factors = new float[CHANNELS];
            for (int i = 0; i < CHANNELS; i++) {
                factors[i] = Math.scalb(random.nextBoolean() ? 1f : -1f, random.nextInt(21) - 10);
            }
            FloatTensor weight = weights(random);
            FloatTensor folded = folded(factors, weight);
            for (int channel = 0; channel < CHANNELS; channel++) {
                QuantParams before = perChannel(weight, channel, bits);
                QuantParams after = perChannel(folded, channel, bits);
                assertThat(after.scale()).isEqualTo(before.scale() * Math.abs(factors[channel]));
                for (int i = channel * TAPS; i < (channel + 1) * TAPS; i++) {
                    int sign = factors[channel] < 0 ? -1 : 1;
                    assertThat(Quantizer.quantize(folded.get(i), after))
                            .isEqualTo(sign * Quantizer.quantize(weight.get(i), before));
                }
            }
        }
    }

    @ParameterizedTest(name = "{0} bits")
    @ValueSource(ints = {2, 3, 4, 5, 8, 11, 16})
    void withAnyScaleCodesDifferAtTiesOnlyAndByOne(int bits) {
        Random random = new Random(100 + bits);
        int differing = 0;
        for (int round = 0; round < 20; round++) {
            float[] factors = new float[CHANNELS];
            for (int i = 0; i < CHANNELS; i++) {
                factors[i] = (float) (random.nextGaussian() * Math.exp(random.nextGaussian() * 3));
            }
            FloatTensor weight = weights(random);
            FloatTensor folded = folded(factors, weight);
            for (int channel = 0; channel < CHANNELS; channel++) {
                QuantParams before = perChannel(weight, channel, bits);
                QuantParams after = perChannel(folded, channel, bits);
                double expectedScale = (double) before.scale() * Math.abs(factors[channel]);
                assertThat((double) after.scale())
                        .isBetween(expectedScale * (1 - 3e-7), expectedScale * (1 + 3e-7));
                for (int i = channel * TAPS; i < (channel + 1) * TAPS; i++) {
                    int sign = factors[channel] < 0 ? -1 : 1;
                    int expected = sign * Quantizer.quantize(weight.get(i), before);
                    int code = Quantizer.quantize(folded.get(i), after);
                    if (code != expected) {
                        differing++;
                        assertThat(Math.abs(code - expected)).isEqualTo(1);
                        double position = Math.abs((double) weight.get(i) / before.scale());
                        double fromTie = Math.abs(position - Math.floor(position) - 0.5);
                        assertThat(fromTie).as("distance from a tie").isLessThan(position * NEAR_A_TIE);
                    }
                }
            }
        }
        // With 16 bits a code's position has only 8 or 9 bits behind the point, so that some lie at ties.
        assertThat(differing).isLessThan(20 * CHANNELS * TAPS / 20);
    }

    @Test
    void aScaleOfZeroLeavesCodesOfZero() {
        FloatTensor folded = folded(new float[CHANNELS], weights(new Random(3)));

        QuantParams params = perChannel(folded, 0, 8);

        assertThat(params.scale()).isEqualTo(1);
        assertThat(params.zeroPoint()).isZero();
        assertThat(Quantizer.quantize(folded.get(0), params)).isZero();
    }

    /** Two channels with the same weights, of which one is scaled down: per tensor it loses its codes. */
    @Test
    void perTensorItDoesNotCommute() {
        FloatTensor weight = FloatTensor.wrap(Shape.of(2, 3), new float[] {1, -0.5f, 0.25f, 1, -0.5f, 0.25f});
        BatchNorm norm = new BatchNorm(
                tensor(1, 1 / 256f), tensor(0, 0), tensor(0, 0), tensor(1, 1), 0);
        FloatTensor folded = norm.fold(weight, Optional.empty()).weight();

        QuantParams before = choose(1, 8);
        QuantParams after = choose(1, 8); // the largest weight of the tensor is the same

        assertThat(codes(weight, before)).containsExactly(127, -64, 32, 127, -64, 32);
        assertThat(codes(folded, after)).containsExactly(127, -64, 32, 0, 0, 0);
    }

    private static int[] codes(FloatTensor tensor, QuantParams params) {
        int[] codes = new int[tensor.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = Quantizer.quantize(tensor.get(i), params);
        }
        return codes;
    }

    /** γ = factor, σ² + ε = 1. */
    private static FloatTensor folded(float[] factors, FloatTensor weight) {
        float[] ones = new float[factors.length];
        java.util.Arrays.fill(ones, 1);
        BatchNorm norm = new BatchNorm(
                tensor(factors), tensor(new float[factors.length]), tensor(new float[factors.length]), tensor(ones), 0);
        return norm.fold(weight, Optional.empty()).weight();
    }

    private static FloatTensor weights(Random random) {
        float[] values = new float[CHANNELS * TAPS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * 0.2f;
        }
        return FloatTensor.wrap(Shape.of(CHANNELS, TAPS), values);
    }

    private static QuantParams perChannel(FloatTensor weight, int channel, int bits) {
        float largest = 0;
        for (int i = channel * TAPS; i < (channel + 1) * TAPS; i++) {
            largest = Math.max(largest, Math.abs(weight.get(i)));
        }
        return choose(largest, bits);
    }

    private static QuantParams choose(float largest, int bits) {
        return ParameterChoice.choose(
                new ClippingRange(-largest, largest), new QuantType(bits, true, true), QuantScheme.SYMMETRIC,
                Rounding.HALF_TO_EVEN);
    }

    private static FloatTensor tensor(float... values) {
        return FloatTensor.wrap(Shape.of(values.length), values);
    }
}
