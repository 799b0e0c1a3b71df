package org.quantscope.quant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundingTest {
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            rounding,            -2.5, -1.5, -0.5, 0.5, 1.5, 2.5
            HALF_TO_EVEN,        -2,   -2,   0,    0,   2,   2
            HALF_AWAY_FROM_ZERO, -3,   -2,   -1,   1,   2,   3
            HALF_UPWARD,         -2,   -1,   0,    1,   2,   3
            """)
    void tiesGoWhereTheNameSays(Rounding rounding, int a, int b, int c, int d, int e, int f) {
        float[] ties = {-2.5f, -1.5f, -0.5f, 0.5f, 1.5f, 2.5f};
        int[] expected = {a, b, c, d, e, f};
        for (int at = 0; at < ties.length; at++) {
            assertThat((int) rounding.round(ties[at])).as("%s of %s", rounding, ties[at]).isEqualTo(expected[at]);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            HALF_TO_EVEN,        0
            HALF_AWAY_FROM_ZERO, 1
            HALF_UPWARD,         1
            """)
    void theLargestFloatBelowOneHalfShowsTheFloat32Steps(Rounding rounding, int expected) {
        assertThat((int) rounding.round(0.49999997f)).isEqualTo(expected);
    }

    @Test
    void everyOtherValueGoesToTheNearestInteger() {
        for (Rounding rounding : Rounding.values()) {
            assertThat(rounding.round(-7.75f)).isEqualTo(-8);
            assertThat(rounding.round(7.25f)).isEqualTo(7);
            assertThat(rounding.round(1e30f)).isEqualTo(1e30f);
        }
    }
}
