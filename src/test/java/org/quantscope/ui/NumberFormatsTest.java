package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberFormatsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -6        | 3 | −6.000
            1234567.8 | 1 | 1,234,567.8
            -0.0001   | 3 | 0.000
            0.0005    | 3 | 0.001
            Infinity  | 1 | ∞
            -Infinity | 1 | −∞
            NaN       | 1 | not a number
            """)
    void writesAFixedNumberOfDecimals(double value, int decimals, String expected) {
        assertThat(NumberFormats.fixed(value, decimals)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.062754   | 0.06275
            2.0623     | 2.062
            0.334      | 0.3340
            0.00244612 | 0.00245
            0.95041    | 0.9504
            12.34567   | 12.35
            1234.5     | 1,235
            0          | 0
            0.00000123 | 1.23e−6
            -0.5       | −0.5000
            """)
    void writesAMeasuredFigureInAboutFourDigits(double value, String expected) {
        assertThat(NumberFormats.measured(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200000     | 0.2 ms
            9900000    | 9.9 ms
            12300000   | 12 ms
            3210000000 | 3.2 s
            """)
    void writesADurationInTheUnitThatSuitsIt(long nanos, String expected) {
        assertThat(NumberFormats.duration(nanos)).isEqualTo(expected);
    }

    @Test
    void writesSignsAndUnits() {
        assertThat(NumberFormats.signed(4.06, 1)).isEqualTo("+4.1");
        assertThat(NumberFormats.signed(-4.06, 1)).isEqualTo("−4.1");
        assertThat(NumberFormats.signed(0.01, 1)).isEqualTo("0.0");
        assertThat(NumberFormats.decibels(Double.POSITIVE_INFINITY)).isEqualTo("exact");
        assertThat(NumberFormats.percent(0.165)).isEqualTo("16.5 %");
        assertThat(NumberFormats.count(3136)).isEqualTo("3,136");
        assertThat(NumberFormats.code(-128)).isEqualTo("−128");
    }

    @Test
    void isTheSameInEveryCountry() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(NumberFormats.fixed(1234.5, 1)).isEqualTo("1,234.5");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void readsBackTheExactTextOfAnyFloat() {
        Random random = new Random(20261122);
        for (int i = 0; i < 2000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value)) {
                assertThat((float) NumberFormats.parse(NumberFormats.exact(value))).isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            −6.5   | -6.5
            ' 0,25 ' | 0.25
            1e-3   | 0.001
            """)
    void readsWhatAPersonTypes(String text, double expected) {
        assertThat(NumberFormats.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "NaN", "Infinity", "1e999", "1d", "0x1p3", "1.2.3", "--1"})
    void refusesWhatIsNoNumberInASentence(String text) {
        assertThatThrownBy(() -> NumberFormats.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is not a number");
    }
}
