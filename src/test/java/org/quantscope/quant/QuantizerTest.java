package org.quantscope.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Equations (1) to (3), and the type ranges of section 3. */
class QuantizerTest {
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            bits, signed, narrow, qmin,   qmax
            2,    true,   false,  -2,     1
            2,    true,   true,   -1,     1
            2,    false,  false,  0,      3
            4,    true,   false,  -8,     7
            8,    true,   false,  -128,   127
            8,    true,   true,   -127,   127
            8,    false,  false,  0,      255
            8,    false,  true,   0,      254
            16,   true,   false,  -32768, 32767
            16,   false,  false,  0,      65535
            """)
    void typesHaveTheirRanges(int bits, boolean signed, boolean narrow, int qmin, int qmax) {
        QuantType type = new QuantType(bits, signed, narrow);
        assertThat(type.qmin()).isEqualTo(qmin);
        assertThat(type.qmax()).isEqualTo(qmax);
        assertThat(type.levels()).isEqualTo(qmax - qmin + 1);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            what,                     rounding,            zero point, x,       q
            tie with even zero point, HALF_TO_EVEN,        0,          0.5,     0
            tie with odd zero point,  HALF_TO_EVEN,        1,          0.5,     1
            tie with odd zero point,  HALF_AWAY_FROM_ZERO, 1,          0.5,     2
            tie with odd zero point,  HALF_UPWARD,         1,          0.5,     2
            negative tie,             HALF_TO_EVEN,        1,          -0.5,    1
            negative tie,             HALF_AWAY_FROM_ZERO, 1,          -0.5,    0
            negative tie,             HALF_UPWARD,         1,          -0.5,    1
            negative tie,             HALF_TO_EVEN,        -3,         -2.5,    -5
            saturated tie,            HALF_TO_EVEN,        127,        0.5,     127
            saturated tie,            HALF_AWAY_FROM_ZERO, 127,        0.5,     127
            saturates below,          HALF_TO_EVEN,        -127,       -1.5,    -128
            saturates above,          HALF_TO_EVEN,        5,          1e30,    127
            saturates below,          HALF_UPWARD,         5,          -1e30,   -128
            plus infinity,            HALF_AWAY_FROM_ZERO, 5,          Infinity, 127
            not a number,             HALF_TO_EVEN,        5,          NaN,     5
            """)
    void codesFollowTheOrderDivideRoundAddClamp(String what, Rounding rounding, int zeroPoint, float x, int q) {
        QuantParams params = new QuantParams(new QuantType(8, true, false), 1f, zeroPoint, rounding);
        assertThat(Quantizer.quantize(x, params)).isEqualTo(q);
    }

    /** The smallest scale is 2^−126, the largest one the largest float. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            what,                                   scale,           zero point, x,                q,    back
            smallest scale: one step,               0x1p-126,        3,          0x1p-126,         4,    0x1p-126
            smallest scale: tie to even below,      0x1p-126,        3,          0x1p-127,         3,    0
            smallest scale: tie to even above,      0x1p-126,        3,          0x1.8p-126,       5,    0x1p-125
            smallest scale: negative tie,           0x1p-126,        3,          -0x1.8p-126,      1,    -0x1p-125
            smallest scale: smallest float,         0x1p-126,        3,          0x1p-149,         3,    0
            smallest scale: saturates above,        0x1p-126,        3,          1,                127,  0x1.fp-120
            smallest scale: saturates below,        0x1p-126,        3,          -1,               -128, -0x1.06p-119
            smallest scale: the quotient overflows, 0x1p-126,        3,          0x1.fffffep127,   127,  0x1.fp-120
            largest scale: one step,                0x1.fffffep127,  3,          0x1.fffffep127,   4,    0x1.fffffep127
            largest scale: one step down,           0x1.fffffep127,  3,          -0x1.fffffep127,  2,    -0x1.fffffep127
            largest scale: tie to even,             0x1.fffffep127,  3,          0x1.fffffep126,   3,    0
            largest scale: above the tie,           0x1.fffffep127,  3,          0x1p127,          4,    0x1.fffffep127
            largest scale: small values vanish,     0x1.fffffep127,  3,          1e30,             3,    0
            lowest zero point: tie,                 1,               -128,       0.5,              -128, 0
            lowest zero point: negative values,     1,               -128,       -3,               -128, 0
            highest zero point: positive values,    1,               127,        3,                127,  0
            highest zero point: saturates below,    1,               127,        -300,             -128, -255
            """)
    void theEndsOfScalesAndZeroPoints(String what, String scale, int zeroPoint, String x, int q, String back) {
        QuantParams params = new QuantParams(new QuantType(8, true, false), Float.parseFloat(scale), zeroPoint);
        assertThat(Quantizer.quantize(Float.parseFloat(x), params)).isEqualTo(q);
        assertThat(Quantizer.dequantize(q, params)).isEqualTo(Float.parseFloat(back) + 0f);
    }

    @Test
    void aCodeBeyondTheLargestFloatIsInfinite() {
        QuantParams params = new QuantParams(new QuantType(8, true, false), Float.MAX_VALUE, 3);
        assertThat(Quantizer.dequantize(5, params)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Quantizer.quantize(Float.POSITIVE_INFINITY, params)).isEqualTo(127);
        assertThat(Quantizer.dequantize(1, params)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Quantizer.quantize(Float.NEGATIVE_INFINITY, params)).isEqualTo(-128);
    }

    @Test
    void divisionIsNotReplacedByTheReciprocal() {
        QuantParams params = new QuantParams(new QuantType(16, true, false), 0.0173f, 0);
        Random random = new Random(1);
        int differing = 0;
        for (int round = 0; round < 200_000; round++) {
            float x = (random.nextInt(2_000) + 0.5f) * 0.0173f;
            int code = Quantizer.quantize(x, params);
            assertThat(code).isEqualTo((int) Math.rint(x / 0.0173f));
            differing += code == (int) Math.rint(x * (1f / 0.0173f)) ? 0 : 1;
        }
        assertThat(differing).as("ties that the reciprocal rounds the other way").isPositive();
    }

    @Test
    void manyValuesAtOnceGetTheSameCodesAsOneByOne() {
        Random random = new Random(3);
        float[] values = new float[4_000];
        for (int round = 0; round < 300; round++) {
            QuantType type = new QuantType(2 + random.nextInt(15), random.nextBoolean(), random.nextBoolean());
            int zeroPoint = type.qmin() + random.nextInt(type.levels());
            Rounding rounding = Rounding.values()[random.nextInt(3)];
            QuantParams params = new QuantParams(type, 0.01f + random.nextFloat(), zeroPoint, rounding);
            for (int at = 0; at < values.length; at++) {
                float steps = at % 2 == 0 ? random.nextInt(200) - 99.5f : (float) random.nextGaussian() * type.levels();
                values[at] = steps * params.scale();
            }
            values[0] = Float.POSITIVE_INFINITY;
            values[1] = -Float.MAX_VALUE;
            values[2] = Float.NaN;
            values[3] = -0f;
            int[] codes = new int[values.length];
            float[] back = new float[values.length];
            Quantizer.quantize(values, codes, 0, values.length, params);
            Quantizer.dequantize(codes, back, 0, values.length, params);
            for (int at = 0; at < values.length; at++) {
                assertThat(codes[at]).isEqualTo(Quantizer.quantize(values[at], params));
                assertThat(back[at]).isEqualTo(Quantizer.fakeQuantize(values[at], params));
            }
        }
    }

    @Test
    void everyCodeComesBack() {
        for (int bits = 2; bits <= 16; bits++) {
            for (boolean signed : new boolean[] {true, false}) {
                QuantType type = new QuantType(bits, signed, false);
                QuantParams params = new QuantParams(type, 0.0173f, type.qmin() + 3 % type.levels());
                for (int code = type.qmin(); code <= type.qmax(); code++) {
                    assertThat(Quantizer.quantize(Quantizer.dequantize(code, params), params)).isEqualTo(code);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e-40, 1e39})
    void scalesThatCannotBeUsedAreRefused(double scale) {
        assertThatThrownBy(() -> new QuantParams(QuantType.UINT8, (float) scale, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A scale must be ");
    }

    @Test
    void zeroPointsOutsideTheTypeAreRefused() {
        assertThatThrownBy(() -> new QuantParams(QuantType.INT8_NARROW, 1f, -128))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A zero point must be a code of its type; -128 lies outside -127 to 127 of int8"
                        + " (narrow range).");
    }
}
