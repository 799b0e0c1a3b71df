package org.quantscope.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RequantizerTest {
    private static final QuantType INT8 = new QuantType(8, true, false);

    private static int requantize(RequantizationProfile profile, double multiplier, int zeroPoint, long accumulator) {
        QuantParams output = new QuantParams(INT8, 1f, zeroPoint);
        return Requantizer.of(profile, (float) multiplier, 1f, output, Optional.empty()).requantize(accumulator);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            M,    acc, float32, gemmlowp, ruy
            0.5,   -3, -2,      -1,       -1
            0.5,   -1,  0,       0,        0
            0.5,    1,  0,       1,        1
            0.25, -10, -2,      -3,       -2
            0.25,  -6, -2,      -2,       -1
            0.25,  -2,  0,      -1,        0
            0.25,   2,  0,       1,        1
            0.25,  10,  2,       3,        3
            """)
    void tiesRoundAsEachRuntimeRoundsThem(double multiplier, long accumulator, int float32, int gemmlowp, int ruy) {
        assertThat(requantize(RequantizationProfile.FLOAT32, multiplier, 0, accumulator)).isEqualTo(float32);
        assertThat(requantize(RequantizationProfile.FLOAT64, multiplier, 0, accumulator)).isEqualTo(float32);
        assertThat(requantize(RequantizationProfile.GEMMLOWP, multiplier, 0, accumulator)).isEqualTo(gemmlowp);
        assertThat(requantize(RequantizationProfile.RUY, multiplier, 0, accumulator)).isEqualTo(ruy);
        assertThat(requantize(RequantizationProfile.POWER_OF_TWO, multiplier, 0, accumulator)).isEqualTo(ruy);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            what,                        profile,      zero point, acc,                  code
            tie with an odd zero point,  FLOAT32,      1,          1,                    1
            tie with an odd zero point,  FLOAT64,      1,          1,                    1
            tie with an odd zero point,  GEMMLOWP,     1,          1,                    2
            tie with an odd zero point,  RUY,          1,          1,                    2
            tie with an odd zero point,  POWER_OF_TWO, 1,          1,                    2
            negative tie,                FLOAT32,      -3,         -5,                   -5
            negative tie,                GEMMLOWP,     -3,         -5,                   -5
            negative tie,                RUY,          -3,         -5,                   -5
            saturates above,             FLOAT32,      100,        1000,                 127
            saturates above,             GEMMLOWP,     100,        1000,                 127
            saturates above,             RUY,          100,        1000,                 127
            saturates below,             POWER_OF_TWO, -100,       -1000,                -128
            largest long,                FLOAT32,      -128,       9223372036854775807,  127
            largest long,                FLOAT64,      -128,       9223372036854775807,  127
            largest long,                GEMMLOWP,     -128,       9223372036854775807,  127
            largest long,                RUY,          -128,       9223372036854775807,  127
            largest long,                POWER_OF_TWO, -128,       9223372036854775807,  127
            smallest long,               FLOAT32,      127,        -9223372036854775808, -128
            smallest long,               FLOAT64,      127,        -9223372036854775808, -128
            smallest long,               GEMMLOWP,     127,        -9223372036854775808, -128
            smallest long,               RUY,          127,        -9223372036854775808, -128
            smallest long,               POWER_OF_TWO, 127,        -9223372036854775808, -128
            """)
    void aMultiplierOfOneHalf(String what, RequantizationProfile profile, int zeroPoint, long accumulator, int code) {
        assertThat(requantize(profile, 0.5, zeroPoint, accumulator)).isEqualTo(code);
    }

    /** Scales from the smallest normal float (min) to the largest float (max); int8 out. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            what,                                s_x,     s_w, s_y, z,    acc,         float32, gemmlowp, ruy,  float64
            smallest scales: every sum vanishes, min,     min, 1,   7,    2147483647,  7,       7,        7,    7
            smallest input and output scale,     min,     1,   min, 3,    5,           8,       8,        8,    8
            smallest scales: tie,                min,     0.5, min, 3,    5,           5,       6,        6,    5
            smallest scales: negative tie,       min,     0.5, min, 3,    -5,          1,       1,        1,    1
            smallest output scale: above,        1,       1,   min, -3,   1,           127,     127,      127,  127
            smallest output scale: below,        1,       1,   min, -3,   -1,          -128,    -128,     -128, -128
            largest input and output scale,      max,     1,   max, -3,   4,           1,       1,        1,    1
            largest scales: above,               max,     max, 1,   0,    1,           127,     127,      127,  127
            largest scales: below,               max,     max, 1,   0,    -1,          -128,    -128,     -128, -128
            largest scales: zero stays zero,     max,     max, 1,   5,    0,           5,       5,        5,    5
            largest output scale: vanishes,      1,       1,   max, 5,    2147483647,  5,       5,        5,    5
            all int32 above,                     1,       1,   1,   1,    2147483647,  127,     127,      127,  127
            all int32 below,                     1,       1,   1,   1,    -2147483648, -128,    -128,     -128, -128
            last code above,                     1,       1,   1,   1,    126,         127,     127,      127,  127
            last code below,                     1,       1,   1,   1,    -129,        -128,    -128,     -128, -128
            tie beside the last code above,      0.5,     1,   1,   1,    253,         127,     127,      127,  127
            a sum that float32 cannot hold,      0x1p-24, 1,   1,   0,    41943041,    2,       3,        3,    3
            zero with the lowest zero point,     0.5,     1,   1,   -128, 0,           -128,    -128,     -128, -128
            tie at the lowest zero point,        0.5,     1,   1,   -128, 1,           -128,    -127,     -127, -128
            tie at the highest zero point,       0.5,     1,   1,   127,  -3,          125,     126,      126,  125
            """)
    void theEndsOfScalesSumsAndZeroPoints(
            String what, String inputScale, String weightScale, String outputScale, int zeroPoint, long accumulator,
            int float32, int gemmlowp, int ruy, int float64) {
        QuantParams output = new QuantParams(INT8, scale(outputScale), zeroPoint);
        Map<RequantizationProfile, Integer> expected = Map.of(
                RequantizationProfile.FLOAT32, float32, RequantizationProfile.GEMMLOWP, gemmlowp,
                RequantizationProfile.RUY, ruy, RequantizationProfile.FLOAT64, float64);
        expected.forEach((profile, code) -> assertThat(Requantizer.of(
                                profile, scale(inputScale), scale(weightScale), output, Optional.empty())
                        .requantize(accumulator))
                .as("%s", profile)
                .isEqualTo(code));
    }

    private static float scale(String written) {
        return switch (written) {
            case "min" -> Float.MIN_NORMAL;
            case "max" -> Float.MAX_VALUE;
            default -> Float.parseFloat(written);
        };
    }

    @Test
    void wideAccumulatorsFollowTheSameEquationsAsNarrowOnes() {
        Random random = new Random(27);
        QuantType wide = new QuantType(16, true, false);
        for (int round = 0; round < 20_000; round++) {
            double multiplier = Math.scalb(0.5 + random.nextDouble() / 2, random.nextInt(60) - 45);
            FixedPointMultiplier fixed = FixedPointMultiplier.of(multiplier);
            long accumulator = random.nextLong() >> random.nextInt(64);
            CodeLimits limits = new CodeLimits(wide.qmin(), wide.qmax(), random.nextInt(200) - 100);
            assertThat(new GemmlowpRequantizer(fixed, limits).requantize(accumulator))
                    .as("gemmlowp %s %d", fixed, accumulator)
                    .isEqualTo(gemmlowp(fixed, accumulator, limits));
            assertThat(new RuyRequantizer(fixed, limits).requantize(accumulator))
                    .as("ruy %s %d", fixed, accumulator)
                    .isEqualTo(ruy(fixed, accumulator, limits));
        }
    }

    /** Equation (27) in integers of any size. */
    private static int gemmlowp(FixedPointMultiplier multiplier, long accumulator, CodeLimits limits) {
        BigInteger product = product(multiplier, accumulator);
        BigInteger nudge = BigInteger.valueOf(product.signum() >= 0 ? 1L << 30 : 1 - (1L << 30));
        BigInteger high = product.add(nudge).divide(BigInteger.ONE.shiftLeft(31));
        BigInteger mask = BigInteger.ONE.shiftLeft(multiplier.rightShift()).subtract(BigInteger.ONE);
        BigInteger threshold = mask.shiftRight(1).add(BigInteger.valueOf(high.signum() < 0 ? 1 : 0));
        BigInteger carry = high.and(mask).compareTo(threshold) > 0 ? BigInteger.ONE : BigInteger.ZERO;
        return place(high.shiftRight(multiplier.rightShift()).add(carry), limits);
    }

    /** Equation (28) in integers of any size. */
    private static int ruy(FixedPointMultiplier multiplier, long accumulator, CodeLimits limits) {
        BigInteger high = product(multiplier, accumulator).add(BigInteger.ONE.shiftLeft(30)).shiftRight(31);
        BigInteger half = BigInteger.ONE.shiftLeft(multiplier.rightShift()).shiftRight(1);
        return place(high.add(half).shiftRight(multiplier.rightShift()), limits);
    }

    private static BigInteger product(FixedPointMultiplier multiplier, long accumulator) {
        return BigInteger.valueOf(accumulator)
                .multiply(BigInteger.ONE.shiftLeft(Math.max(multiplier.exponent(), 0)))
                .multiply(BigInteger.valueOf(multiplier.significand()));
    }

    private static int place(BigInteger steps, CodeLimits limits) {
        return steps.add(BigInteger.valueOf(limits.zeroPoint()))
                .max(BigInteger.valueOf(limits.lo()))
                .min(BigInteger.valueOf(limits.hi()))
                .intValueExact();
    }

    @Test
    void multipliersThatRoundUpToOneMoveToTheNextPowerOfTwo() {
        assertThat(FixedPointMultiplier.of(Math.nextDown(1.0))).isEqualTo(new FixedPointMultiplier(1 << 30, 1));
        assertThat(FixedPointMultiplier.of(1.0)).isEqualTo(new FixedPointMultiplier(1 << 30, 1));
        assertThat(FixedPointMultiplier.of(0.75)).isEqualTo(new FixedPointMultiplier(3 << 29, 0));
    }

    @Test
    void multipliersBelowTheSmallestShiftAreZero() {
        assertThat(FixedPointMultiplier.of(Math.scalb(0.5, -31))).isEqualTo(new FixedPointMultiplier(1 << 30, -31));
        assertThat(FixedPointMultiplier.of(Math.scalb(0.5, -32))).isEqualTo(new FixedPointMultiplier(0, 0));
        assertThat(requantize(RequantizationProfile.GEMMLOWP, Math.scalb(1.0, -40), 7, 1 << 30)).isEqualTo(7);
    }

    @Test
    void everyDecompositionIsWithinHalfAUnitOfItsMultiplier() {
        Random random = new Random(26);
        for (int round = 0; round < 2_000; round++) {
            double multiplier = Math.scalb(0.5 + random.nextDouble() / 2, random.nextInt(40) - 30);
            FixedPointMultiplier fixed = FixedPointMultiplier.of(multiplier);
            BigDecimal back = new BigDecimal(fixed.significand())
                    .multiply(new BigDecimal(Math.scalb(1.0, fixed.exponent() - 31)));
            BigDecimal error = back.subtract(new BigDecimal(multiplier)).abs();
            assertThat(error).isLessThanOrEqualTo(new BigDecimal(Math.scalb(0.5, fixed.exponent() - 31)));
        }
    }

    @ParameterizedTest
    @EnumSource(RequantizationProfile.class)
    void aFusedActivationNarrowsTheCodes(RequantizationProfile profile) {
        QuantParams output = new QuantParams(INT8, 0.5f, -10);
        Requantizer relu6 = Requantizer.of(profile, 0.5f, 0.5f, output, Optional.of(new Clamp(0, 6)));
        assertThat(relu6.requantize(-1_000)).isEqualTo(-10);
        assertThat(relu6.requantize(1_000)).isEqualTo(2);
        Requantizer relu = Requantizer.of(
                profile, 0.5f, 0.5f, output, Optional.of(new Clamp(0, Float.POSITIVE_INFINITY)));
        assertThat(relu.requantize(-1_000)).isEqualTo(-10);
        assertThat(relu.requantize(1_000)).isEqualTo(127);
        Requantizer away = Requantizer.of(profile, 0.5f, 0.5f, output, Optional.of(new Clamp(2, 3)));
        assertThat(away.requantize(0)).isEqualTo(-6);
    }

    @Test
    void aMultiplierThatOverflowsFloat32StillMapsZeroToZero() {
        QuantParams output = new QuantParams(INT8, Float.MIN_NORMAL, 5);
        Requantizer requantizer = Requantizer.of(
                RequantizationProfile.FLOAT32, Float.MAX_VALUE, Float.MAX_VALUE, output, Optional.empty());
        assertThat(requantizer.requantize(0)).isEqualTo(5);
        assertThat(requantizer.requantize(1)).isEqualTo(127);
        assertThat(requantizer.requantize(-1)).isEqualTo(-128);
    }

    @Test
    void aShiftOfMoreThanSixtyThreePlacesLeavesNothing() {
        CodeLimits limits = new CodeLimits(-128, 127, 3);
        PowerOfTwoRequantizer requantizer = PowerOfTwoRequantizer.of(0x1p-40f, 0x1p-40f, 1f, limits);
        assertThat(requantizer.requantize(Long.MAX_VALUE)).isEqualTo(3);
        assertThat(requantizer.requantize(Long.MIN_VALUE)).isEqualTo(3);
        assertThat(PowerOfTwoRequantizer.of(0x1p-40f, 0x1p-23f, 1f, limits).requantize(Long.MAX_VALUE)).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            0.3,  0.5, 1
            0.5,  0.5, 0.125
            0.75, 0.5, 1
            0.1,  0.1, 0.1
            """)
    void theShiftProfileRefusesScalesThatAreNoPowerOfTwo(float input, float weight, float output) {
        QuantParams params = new QuantParams(INT8, output, 0);
        assertThatThrownBy(() -> Requantizer.of(
                        RequantizationProfile.POWER_OF_TWO, input, weight, params, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The power-of-two requantization needs input scale · weight scale / output"
                        + " scale to be 1, 1/2, 1/4, ...; " + input + " · " + weight + " / " + output + " is ");
    }

    /** Neighbouring sums go through loops of their own; ties, ends of the range and extreme multipliers among them. */
    @ParameterizedTest
    @EnumSource(RequantizationProfile.class)
    void manySumsAtOnceGiveTheCodesOfEach(RequantizationProfile profile) {
        Random random = new Random(2025);
        for (int round = 0; round < 200; round++) {
            boolean signed = random.nextBoolean();
            QuantType type = new QuantType(2 + random.nextInt(15), signed, random.nextBoolean());
            int zeroPoint = type.qmin() + random.nextInt(type.levels());
            float scale = (float) Math.scalb(1, random.nextInt(60) - 30);
            float fraction = profile == RequantizationProfile.POWER_OF_TWO ? 1 : 1 + random.nextFloat();
            QuantParams output = new QuantParams(type, scale, zeroPoint);
            Requantizer requantizer = Requantizer.of(profile, fraction * scale, 0.5f, output, Optional.empty());
            int[] sums = new int[333];
            for (int at = 0; at < sums.length; at++) {
                sums[at] = at < 4
                        ? new int[] {0, Integer.MIN_VALUE, Integer.MAX_VALUE, -1}[at]
                        : random.nextInt() >> random.nextInt(32);
            }
            int biasCode = random.nextInt() >> random.nextInt(32);
            int from = random.nextInt(9);
            int[] codes = new int[sums.length - from];
            requantizer.requantize(sums, from, codes.length, biasCode, codes);
            for (int at = 0; at < codes.length; at++) {
                assertThat(codes[at]).as("%s, %d + %d", output, sums[from + at], biasCode)
                        .isEqualTo(requantizer.requantize((long) sums[from + at] + biasCode));
            }
        }
    }
}
