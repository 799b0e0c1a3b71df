package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.settings.Preprocessing;

class PreprocessingFormTest {
    @Test
    void everyPresetReadsBackAsItself() {
        PreprocessingForm form = new PreprocessingForm(Optional.empty());
        for (PreprocessingForm.Preset preset : PreprocessingForm.PRESETS) {
            form.fill(preset.value());
            assertThat(form.faultProperty().get()).isEmpty();
            assertThat(form.resultProperty().get()).contains(preset.value());
        }
    }

    @Test
    void whatIsInUseIsShownAndKept() {
        Preprocessing odd = new Preprocessing(
                0.0078125, List.of(0.1234567890123), List.of(1e-3), Preprocessing.Layout.NHWC);
        assertThat(new PreprocessingForm(Optional.of(odd)).resultProperty().get()).contains(odd);
    }

    @Test
    void aFewWaysOfWritingListsAreUnderstood() {
        PreprocessingForm form = new PreprocessingForm(Optional.empty());
        form.stdProperty().set("1");
        for (String text : List.of("0.1; 0.2; 0.3", "0.1 0.2 0.3", "0.1, 0.2, 0.3", "0,1;0,2;0,3")) {
            form.meanProperty().set(text);
            assertThat(form.resultProperty().get().orElseThrow().mean()).as(text).containsExactly(0.1, 0.2, 0.3);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0     | 0       | 1       | pixel scale
            1/0   | 0       | 1       | pixel scale
            abc   | 0       | 1       | 'abc' is not a number
            1     | x       | 1       | 'x' is not a number
            1     | 0       | 0       | standard deviation
            1     | 0; 0    | 1; 1; 1 | 2 means and 3 standard deviations
            ''    | 0       | 1       | is not a number
            """)
    void whatIsWrongIsSaidWhileItIsTyped(String scale, String mean, String std, String expected) {
        PreprocessingForm form = new PreprocessingForm(Optional.empty());
        form.scaleProperty().set(scale);
        form.meanProperty().set(mean);
        form.stdProperty().set(std);
        assertThat(form.faultProperty().get()).contains(expected);
        assertThat(form.resultProperty().get()).isEmpty();
        form.fill(Preprocessing.UNIT);
        assertThat(form.faultProperty().get()).isEmpty();
        assertThat(form.resultProperty().get()).contains(Preprocessing.UNIT);
    }
}
