package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.analysis.QuantizationError;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;
import org.quantscope.workspace.NetworkAnswer;
import org.quantscope.workspace.Prediction;

class AnswerWordsTest {
    private static final FloatTensor REAL = FloatTensor.wrap(Shape.of(1, 2), new float[] {3, 4});
    private static final FloatTensor OTHER = FloatTensor.wrap(Shape.of(1, 2), new float[] {3, 4.5f});

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            Coat, Coat,  Coat,  still right, good, Coat 93.0 % → 51.0 %
            Coat, Shirt, Coat,  now wrong,   bad,  Coat 93.0 % → Shirt 51.0 %
            Coat, Shirt, Shirt, now right,   good, Coat 93.0 % → Shirt 51.0 %
            Coat, Shirt, Dress, wrong,       warn, Coat 93.0 % → Shirt 51.0 %
            Coat, Coat,  Dress, wrong,       muted, Coat 93.0 % → 51.0 %
            Coat, Coat,  -,     '',          muted, Coat 93.0 % → 51.0 %
            Coat, Shirt, -,     '',          warn, Coat 93.0 % → Shirt 51.0 %
            """)
    void theLineSaysWhatBecameOfTheAnswer(
            String real, String quantized, String label, String mark, String tone, String line) {
        AnswerWords words = AnswerWords.of(answer(
                List.of(new Prediction(real, 0.93)), List.of(new Prediction(quantized, 0.51)), OTHER),
                Optional.ofNullable(label));
        assertThat(words.line()).isEqualTo(line);
        assertThat(words.mark()).isEqualTo(mark);
        assertThat(words.tone()).isEqualTo(tone);
        assertThat(words.sentence()).startsWith("The float network answers " + real + " 93.0 %, the quantized one "
                + quantized + " 51.0 %. Its output has an SQNR of 20.0 dB against the float network's.");
    }

    @Test
    void withoutClassesTheOutputsErrorIsSaid() {
        assertThat(AnswerWords.of(answer(List.of(), List.of(), OTHER), Optional.empty()).line())
                .isEqualTo("output SQNR 20.0 dB");
        AnswerWords exact = AnswerWords.of(answer(List.of(), List.of(), REAL), Optional.of("Coat"));
        assertThat(exact.line()).isEqualTo("output exact");
        assertThat(exact.sentence()).isEqualTo("The quantized network ran on this image. Its output is that of the float"
                + " network, bit for bit.");
    }

    @Test
    void aClassThatIsNotAmongTheBestHasLessThanTheLeastOfThem() {
        NetworkAnswer answer = answer(
                List.of(), List.of(new Prediction("Coat", 0.7), new Prediction("Bag", 0.02)), OTHER);
        assertThat(AnswerWords.quantizedShare(answer, "Coat")).isEqualTo("70.0 %");
        assertThat(AnswerWords.quantizedShare(answer, "Shirt")).isEqualTo("< 2.0 %");
    }

    private static NetworkAnswer answer(List<Prediction> real, List<Prediction> quantized, FloatTensor output) {
        return new NetworkAnswer(
                1, Map.of(), real, quantized, List.of(), REAL, output, QuantizationError.between(REAL.data(), output.data()));
    }
}
