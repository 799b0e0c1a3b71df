package org.quantscope.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BiasQuantizerTest {
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            bias,   scale, bits, code
            2.5,    1,     32,   2
            3.5,    1,     32,   4
            -2.5,   1,     32,   -2
            0.5,    0.25,  32,   2
            0,      1,     32,   0
            1e30,   1,     32,   2147483647
            -1e30,  1,     32,   -2147483648
            1e30,   1,     16,   32767
            -1e30,  1,     16,   -32768
            32768,  1,     16,   32767
            32768,  1,     32,   32768
            """)
    void biasesRoundHalfToEvenAndSaturate(float bias, float scale, int bits, int code) {
        assertThat(new BiasQuantizer(bits).quantize(bias, scale)).isEqualTo(code);
    }

    @Test
    void theQuotientIsTakenInDoublePrecision() {
        // In float32 16777217.5 would not exist, and the tie would be decided before the rounding.
        assertThat(new BiasQuantizer(32).quantize(16777219f * 1.5f, 1.5f))
                .isEqualTo((int) Math.rint((double) (16777219f * 1.5f) / 1.5));
    }

    @Test
    void aScaleThatUnderflowsSaturatesEveryBiasButZero() {
        float scale = BiasQuantizer.scale(1e-30f, 1e-30f);
        assertThat(scale).isZero();
        assertThat(new BiasQuantizer(32).quantize(1f, scale)).isEqualTo(Integer.MAX_VALUE);
        assertThat(new BiasQuantizer(32).quantize(-1f, scale)).isEqualTo(Integer.MIN_VALUE);
        assertThat(new BiasQuantizer(32).quantize(0f, scale)).isZero();
    }

    @Test
    void theCodeStandsForItsScaledValueInFloat32() {
        assertThat(BiasQuantizer.dequantize(-7, 0.1f)).isEqualTo(0.1f * -7);
    }

    @Test
    void otherWidthsAreRefused() {
        assertThatThrownBy(() -> new BiasQuantizer(8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An integer bias has 16 or 32 bits, not 8.");
    }
}
