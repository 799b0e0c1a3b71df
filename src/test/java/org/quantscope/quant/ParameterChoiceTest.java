package org.quantscope.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Equations (4) to (9). */
class ParameterChoiceTest {
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            what,                          min,   max,   bits, signed, narrow, scheme,    scale, zero point
            zero is inside: all positive,  1,     255,   8,    false,  false,  AFFINE,    1,     0
            zero is inside: all negative,  -255,  -1,    8,    false,  false,  AFFINE,    1,     255
            affine signed,                 -128,  127,   8,    true,   false,  AFFINE,    1,     0
            affine unsigned,               -100,  155,   8,    false,  false,  AFFINE,    1,     100
            symmetric narrow,              -100,  127,   8,    true,   true,   SYMMETRIC, 1,     0
            symmetric unsigned,            -127.5, 100,  8,    false,  false,  SYMMETRIC, 1,     128
            symmetric 2 bits,              -1,    0.5,   2,    true,   true,   SYMMETRIC, 1,     0
            symmetric 16 bits unsigned,    -1,    32767.5, 16, false,  false,  SYMMETRIC, 1,     32768
            no extent,                     0,     0,     8,    false,  false,  AFFINE,    1,     0
            no extent whatever the type,   0,     0,     8,    false,  false,  SYMMETRIC, 1,     0
            subnormal step,                0,     1e-37, 8,    false,  false,  AFFINE,    1,     0
            tie goes to even,              -0.5,  2.5,   2,    false,  false,  AFFINE,    1,     0
            """)
    void parametersFollowTheRange(
            String what,
            float min,
            float max,
            int bits,
            boolean signed,
            boolean narrow,
            QuantScheme scheme,
            float scale,
            int zeroPoint) {
        QuantParams params = ParameterChoice.choose(
                new ClippingRange(min, max), new QuantType(bits, signed, narrow), scheme, Rounding.HALF_TO_EVEN);
        assertThat(params.scale()).isEqualTo(scale);
        assertThat(params.zeroPoint()).isEqualTo(zeroPoint);
    }

    @Test
    void theWidthIsTakenInFloat32AndTheStepInDouble() {
        float lo = -0.1f;
        float hi = 0.7f;
        double step = (double) (hi - lo) / 255;
        QuantParams params = ParameterChoice.choose(
                new ClippingRange(lo, hi), QuantType.UINT8, QuantScheme.AFFINE, Rounding.HALF_TO_EVEN);
        assertThat(params.scale()).isEqualTo((float) step);
        assertThat(params.zeroPoint()).isEqualTo((int) Math.rint(0.1f / step));
    }

    @Test
    void everyRangeGivesLegalParameters() {
        Random random = new Random(9);
        for (int round = 0; round < 50_000; round++) {
            float a = extreme(random);
            float b = extreme(random);
            QuantType type = new QuantType(2 + random.nextInt(15), random.nextBoolean(), random.nextBoolean());
            QuantScheme scheme = QuantScheme.values()[random.nextInt(2)];
            QuantParams params = ParameterChoice.choose(
                    new ClippingRange(Math.min(a, b), Math.max(a, b)), type, scheme, Rounding.HALF_TO_EVEN);
            assertThat(type.contains(params.integerOrigin())).isTrue();
            assertThat(Quantizer.fakeQuantize(0f, params)).isZero();
        }
    }

    private static float extreme(Random random) {
        float value;
        do {
            value = Float.intBitsToFloat(random.nextInt());
        } while (!Float.isFinite(value));
        return value;
    }
}
