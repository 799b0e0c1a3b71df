package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.settings.Preprocessing;
import org.quantscope.settings.Preprocessing.Layout;
import org.quantscope.tensor.Shape;

class PreprocessorTest {
    private static final Preprocessing RAW = new Preprocessing(1, List.of(0.0), List.of(1.0), Layout.NCHW);

    @Test
    void normalisesEachChannelInFloat32Steps() {
        Preprocessing imagenet = new Preprocessing(
                1 / 255.0, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225), Layout.NCHW);
        RawImage image = image(1, 2, 3, 10, 20, 30, 40, 50, 255);

        float[] input = Preprocessor.apply(image, imagenet, Shape.of(1, 3, 1, 2)).data();

        assertThat(input).containsExactly(
                (10 / 255f - 0.485f) / 0.229f, (40 / 255f - 0.485f) / 0.229f,
                (20 / 255f - 0.456f) / 0.224f, (50 / 255f - 0.456f) / 0.224f,
                (30 / 255f - 0.406f) / 0.225f, (255 / 255f - 0.406f) / 0.225f);
    }

    @Test
    void putsChannelsWhereTheLayoutSays() {
        RawImage image = image(1, 2, 3, 1, 2, 3, 4, 5, 6);
        Preprocessing last = new Preprocessing(1, List.of(0.0), List.of(1.0), Layout.NHWC);

        assertThat(Preprocessor.apply(image, RAW, Shape.of(1, 3, 1, 2)).data()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(Preprocessor.apply(image, last, Shape.of(1, 1, 2, 3)).data()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(Preprocessor.apply(image, RAW, Shape.of(3, 1, 2)).data()).containsExactly(1, 4, 2, 5, 3, 6);
    }

    @Test
    void grayBecomesColourAndColourGray() {
        assertThat(Preprocessor.apply(image(1, 1, 1, 7), RAW, Shape.of(1, 3, 1, 1)).data()).containsExactly(7, 7, 7);
        assertThat(Preprocessor.apply(image(1, 1, 3, 255, 0, 0), RAW, Shape.of(1, 1, 1, 1)).data())
                .containsExactly((float) (0.299 * 255));
        assertThat(Preprocessor.apply(image(1, 1, 3, 90, 90, 90), RAW, Shape.of(1, 1, 1, 1)).get(0))
                .isEqualTo(90f);
    }

    @Test
    void resizesBilinearlyBetweenPixelCentres() {
        // Twice as wide: quarters and three quarters between neighbours, the ends repeated.
        assertThat(Preprocessor.apply(image(1, 2, 1, 0, 100), RAW, Shape.of(1, 1, 1, 4)).data())
                .containsExactly(0, 25, 75, 100);
        // Half as wide: the mean of two.
        assertThat(Preprocessor.apply(image(2, 2, 1, 0, 100, 40, 60), RAW, Shape.of(1, 1, 1, 1)).data())
                .containsExactly(50);
        assertThat(Preprocessor.apply(image(1, 1, 1, 9), RAW, Shape.of(1, 1, 3, 2)).data())
                .containsExactly(9, 9, 9, 9, 9, 9);
    }

    @Test
    void flattensWhereTheNetworkReadsFeatures() {
        assertThat(Preprocessor.apply(image(2, 2, 1, 1, 2, 3, 4), RAW, Shape.of(1, 4)).data())
                .containsExactly(1, 2, 3, 4);
        assertThat(Preprocessor.apply(image(1, 2, 3, 1, 2, 3, 4, 5, 6), RAW, Shape.of(1, 6)).data())
                .containsExactly(1, 4, 2, 5, 3, 6);
    }

    @Test
    void fillsABatchWithTheSameImage() {
        assertThat(Preprocessor.apply(image(1, 2, 1, 3, 4), RAW, Shape.of(3, 1, 1, 2)).data())
                .containsExactly(3, 4, 3, 4, 3, 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            1 5 2 2 | The network reads an input of shape 1×5×2×2 with 5 channels in the layout NCHW; an image has 1 or \
            3 channels. Change the layout, or give the input as a .npy array of that shape.
            1 7     | The network reads an input of shape 1×7, which an image of 1×1 cannot become; give the input as a \
            .npy array of that shape.
            1 3 2 2 | The normalisation has 2 values for the mean, and the network's input has 3 channels; give 1 or 3.
            """)
    void saysWhyAnImageCannotBecomeTheInput(String extents, String sentence) {
        String[] words = extents.strip().split(" ");
        int[] shape = new int[words.length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Integer.parseInt(words[i]);
        }
        Preprocessing two = new Preprocessing(1, List.of(0.0, 1.0), List.of(1.0), Layout.NCHW);

        assertThatThrownBy(() -> Preprocessor.apply(image(1, 1, 1, 0), two, Shape.of(shape)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    private static RawImage image(int height, int width, int channels, int... values) {
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            pixels[i] = (byte) values[i];
        }
        return new RawImage(height, width, channels, pixels);
    }
}
