package org.quantscope.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for quantize and dequantize with every type and random parameters; all draws are seeded. */
class QuantizationPropertiesTest {
    private static final int DRAWS = 3;

    /** All widths, both signs, both ranges. */
    static Stream<QuantType> types() {
        List<QuantType> types = new ArrayList<>();
        for (int bits = QuantType.MIN_BITS; bits <= QuantType.MAX_BITS; bits++) {
            for (boolean signed : new boolean[] {true, false}) {
                for (boolean narrow : new boolean[] {true, false}) {
                    types.add(new QuantType(bits, signed, narrow));
                }
            }
        }
        return types.stream();
    }

    private static int code(Random random, QuantType type) {
        return type.qmin() + random.nextInt(type.levels());
    }

    /** A scale of any magnitude for which 2^17 steps are neither subnormal nor infinite. */
    private static float scale(Random random) {
        float scale = Math.scalb(1f + random.nextFloat(), random.nextInt(126 + 109) - 126);
        assertThat(scale).isBetween(Float.MIN_NORMAL, Math.scalb(1f, 110));
        return scale;
    }

    private static List<QuantParams> affine(Random random, QuantType type, Rounding rounding) {
        return List.of(
                new QuantParams(type, scale(random), code(random, type), rounding),
                new QuantParams(type, scale(random), 0f - code(random, type), rounding, Formula.MICRONET));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void everyCodeComesBackFromItsRealValue(QuantType type) {
        Random random = new Random(type.hashCode());
        for (int draw = 0; draw < DRAWS; draw++) {
            for (Rounding rounding : Rounding.values()) {
                for (QuantParams params : affine(random, type, rounding)) {
                    int lost = 0;
                    for (int code = type.qmin(); code <= type.qmax(); code++) {
                        lost += Quantizer.quantize(Quantizer.dequantize(code, params), params) == code ? 0 : 1;
                    }
                    assertThat(lost).as("codes of %s that do not come back", params).isZero();
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void manyCodesAtOnceComeBackToo(QuantType type) {
        Random random = new Random(type.hashCode());
        int[] all = new int[type.levels()];
        Arrays.setAll(all, at -> type.qmin() + at);
        float[] values = new float[all.length];
        int[] back = new int[all.length];
        for (int draw = 0; draw < DRAWS; draw++) {
            for (QuantParams params : affine(random, type, Rounding.HALF_TO_EVEN)) {
                Quantizer.dequantize(all, values, 0, all.length, params);
                Quantizer.quantize(values, back, 0, all.length, params);
                assertThat(back).as("%s", params).isEqualTo(all);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Rounding.class)
    void quantizingTwiceIsQuantizingOnce(Rounding rounding) {
        Random random = new Random(3);
        for (QuantType type : types().toList()) {
            for (QuantParams params : affine(random, type, rounding)) {
                for (int value = 0; value < 300; value++) {
                    float x = value % 3 == 0
                            ? anyFinite(random)
                            : (float) random.nextGaussian() * params.scale() * type.levels() / 2;
                    float once = Quantizer.fakeQuantize(x, params);
                    assertThat(Quantizer.fakeQuantize(once, params)).as("%s of %s", params, x).isEqualTo(once);
                }
            }
        }
    }

    @Test
    void aLargerValueNeverHasASmallerCode() {
        Random random = new Random(4);
        for (QuantType type : types().toList()) {
            for (Rounding rounding : Rounding.values()) {
                for (QuantParams params : affine(random, type, rounding)) {
                    float[] values = new float[200];
                    for (int at = 0; at < values.length; at++) {
                        values[at] = (float) random.nextGaussian() * params.scale() * type.levels() / 2;
                    }
                    Arrays.sort(values);
                    for (int at = 1; at < values.length; at++) {
                        assertThat(Quantizer.quantize(values[at], params))
                                .isGreaterThanOrEqualTo(Quantizer.quantize(values[at - 1], params));
                    }
                }
            }
        }
    }

    /** Half a step, and the last bit of the value and of the product, as long as nothing is clipped. */
    @Test
    void noValueInsideTheRangeMovesByMoreThanHalfAStep() {
        Random random = new Random(5);
        for (QuantType type : types().toList()) {
            for (QuantParams params : affine(random, type, Rounding.HALF_TO_EVEN)) {
                for (int value = 0; value < 200; value++) {
                    double position = type.qmin() + random.nextDouble() * (type.levels() - 1);
                    float x = (float) ((position - params.origin()) * params.scale());
                    double moved = Math.abs((double) Quantizer.fakeQuantize(x, params) - x);
                    assertThat(moved).isLessThanOrEqualTo(params.scale() * 0.5 + Math.ulp(x) * 2);
                }
            }
        }
    }

    @Test
    void symmetricParametersAreTheAffineOnesOfASymmetricRange() {
        Random random = new Random(6);
        for (QuantType type : types().filter(any -> any.signed() && any.narrowRange()).toList()) {
            for (int draw = 0; draw < 100; draw++) {
                float largest = scale(random);
                ClippingRange range = new ClippingRange(-largest, largest);
                QuantParams symmetric =
                        ParameterChoice.choose(range, type, QuantScheme.SYMMETRIC, Rounding.HALF_TO_EVEN);
                assertThat(symmetric.origin()).isZero();
                assertThat(ParameterChoice.choose(range, type, QuantScheme.AFFINE, Rounding.HALF_TO_EVEN))
                        .isEqualTo(symmetric);
            }
        }
    }

    /** Codes of a signed type around 0 and of the unsigned type around its middle differ by that middle, no more. */
    @Test
    void movingTheZeroPointMovesTheCodesAndLeavesTheValues() {
        Random random = new Random(7);
        for (int bits = QuantType.MIN_BITS; bits <= QuantType.MAX_BITS; bits++) {
            int middle = 1 << (bits - 1);
            float scale = scale(random);
            QuantParams symmetric = new QuantParams(new QuantType(bits, true, false), scale, 0);
            QuantParams moved = new QuantParams(new QuantType(bits, false, false), scale, middle);
            for (int value = 0; value < 500; value++) {
                float x = value % 2 == 0
                        ? (random.nextInt(2 * middle + 3) - middle - 1.5f) * scale
                        : (float) random.nextGaussian() * scale * middle;
                assertThat(Quantizer.quantize(x, moved)).isEqualTo(Quantizer.quantize(x, symmetric) + middle);
                assertThat(Quantizer.fakeQuantize(x, moved)).isEqualTo(Quantizer.fakeQuantize(x, symmetric));
            }
        }
    }

    private static float anyFinite(Random random) {
        float value;
        do {
            value = Float.intBitsToFloat(random.nextInt());
        } while (!Float.isFinite(value));
        return value;
    }
}
