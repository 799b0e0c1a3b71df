package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.settings.Preprocessing;
import org.quantscope.tensor.Shape;
import org.quantscope.tensor.UnreadableInputException;

class ArrayImagesTest {
    private static final Path FILES = Path.of("src/test/resources/images");

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            # file, images, height, width, channels, last image's value at (1, 1, last channel)
            gray.npy,           1, 3, 4, 1, 5
            grays.npy,          2, 3, 5, 1, 21
            colour.npy,         1, 2, 3, 3, 14
            colours.npy,        2, 2, 2, 3, 23
            transparent.npy,    1, 2, 2, 3, 14
            channels-first.npy, 2, 3, 2, 3, 49
            labelled.npz,       2, 3, 5, 1, 21
            """)
    void readsEveryLayoutOfBytes(String file, int count, int height, int width, int channels, int value) {
        ImageSet images = ImageSource.open(FILES.resolve(file));
        RawImage last = images.image(count - 1);

        assertThat(images.size()).isEqualTo(count);
        assertThat(images.name()).isEqualTo(file);
        assertThat(last.height()).isEqualTo(height);
        assertThat(last.width()).isEqualTo(width);
        assertThat(last.channels()).isEqualTo(channels);
        assertThat(last.value(1, 1, channels - 1)).isEqualTo(value);
    }

    @Test
    void labelsComeFromTheArchive() {
        ImageSet images = ImageSource.open(FILES.resolve("labelled.npz"));

        assertThat(images.label(0)).contains(7);
        assertThat(images.label(1)).contains(3);
        assertThat(ImageSource.open(FILES.resolve("grays.npy")).label(0)).isEmpty();
    }

    @Test
    void floatingArraysAreInputsThatAreReady() {
        ImageSet inputs = ImageSource.open(FILES.resolve("ready.npy"));
        Shape one = Shape.of(1, 3, 2, 2);

        assertThat(inputs.size()).isEqualTo(2);
        assertThat(inputs.imageName(1)).isEqualTo("input 1");
        assertThat(inputs.networkInput(0, Preprocessing.UNIT, one).get(0)).isEqualTo(-1f);
        assertThat(inputs.networkInput(1, Preprocessing.UNIT, one).get(11)).isEqualTo(1f);
        assertThatThrownBy(() -> inputs.networkInput(0, Preprocessing.UNIT, Shape.of(1, 1, 28, 28)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The inputs of 'ready.npy' have the shape 1×3×2×2; the network reads 1×1×28×28.");
    }

    @Test
    void inputsThatAreReadyAreStretchedForDrawing() {
        RawImage picture = ImageSource.open(FILES.resolve("ready.npy")).image(0);

        assertThat(picture.channels()).isEqualTo(3);
        assertThat(picture.value(0, 0, 0)).isZero();
        assertThat(picture.value(1, 1, 2)).isEqualTo(255);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            integers.npy    | File 'integers.npy' holds elements of the type int32; images are uint8, and inputs ready \
            for the network float32.
            none.npy        | File 'none.npy' holds an array of shape 0×3×4, which has no images in it.
            odd.npy         | File 'odd.npy' holds an array of shape 2×5×4×6; images have the shape [N, height, width] \
            or [N, height, width, channels].
            flat.npy        | File 'flat.npy' holds an array of shape 4; inputs ready for the network have the shape \
            [N, channels, height, width].
            mislabelled.npz | File 'mislabelled.npz' has 1 labels for 2 images; use arrays that belong together.
            unnamed.npz     | File 'unnamed.npz' has no array named 'images'; it has 'a', 'b'; save the images under \
            that name.
            """)
    void saysWhyAnArrayHoldsNoImages(String file, String sentence) {
        assertThatThrownBy(() -> ImageSource.open(FILES.resolve(file)))
                .isInstanceOf(UnreadableInputException.class)
                .hasMessage(sentence);
    }
}
