package org.quantscope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.cli.BadInputException;
import org.quantscope.cli.SnapshotRequest;

class WindowPainterTest {
    private static final Path LENET = Path.of("samples", "fashion-lenet.onnx");

    @TempDir
    private Path folder;

    @Test
    void drawsTheLayerAskedForInTheSizeAndThemeAskedFor() throws IOException {
        Path picture = folder.resolve("a.png");

        WindowPainter.Drawn drawn = WindowPainter.draw(
                new SnapshotRequest(
                        Optional.of(LENET), false, Optional.of("/fc1/Gemm"), Optional.empty(), 1100, 720, true, false,
                        picture));

        assertThat(drawn.state().focus().layer()).isEqualTo("/fc1/Gemm");
        assertThat(Settled.isSettled(drawn.state())).isTrue();
        BufferedImage image = ImageIO.read(picture.toFile());
        assertThat(image.getWidth()).isEqualTo(1100);
        assertThat(image.getHeight()).isEqualTo(720);
        assertThat(brightness(image)).isLessThan(100);
    }

    @Test
    void drawsTheLessonOfALayer() throws IOException {
        Path picture = folder.resolve("lesson.png");

        WindowPainter.drawAny(new SnapshotRequest(
                Optional.of(LENET), false, Optional.of("/conv1/Conv"), Optional.empty(), 1100, 700, true, true, picture));

        BufferedImage image = ImageIO.read(picture.toFile());
        assertThat(image.getWidth()).isEqualTo(1100);
        assertThat(image.getHeight()).isEqualTo(700);
        assertThat(brightness(image)).isBetween(5.0, 100.0);
        assertThatThrownBy(() -> WindowPainter.drawAny(new SnapshotRequest(
                        Optional.of(LENET), false, Optional.of("ghost"), Optional.empty(), 1100, 700, true, true, picture)))
                .hasMessageContaining("no layer named 'ghost'");
    }

    @Test
    void aModelThatCannotBeOpenedLeavesNoPicture() {
        Path picture = folder.resolve("a.png");

        assertThatThrownBy(() -> WindowPainter.draw(request(Optional.of(folder.resolve("absent.onnx")), Optional.empty(),
                        Optional.empty(), picture)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("absent.onnx");
        assertThat(picture).doesNotExist();
    }

    @Test
    void aLayerOrSettingsThatAreNoGoodLeaveNoPicture() throws IOException {
        Path picture = folder.resolve("a.png");
        Path settings = Files.writeString(folder.resolve("bad.quantscope.json"), "{\"quantscope\": 1, \"colour\": 2}");

        assertThatThrownBy(() -> WindowPainter.draw(
                        request(Optional.of(LENET), Optional.of("ghost"), Optional.empty(), picture)))
                .hasMessageContaining("no layer named 'ghost'; did you mean");
        assertThatThrownBy(() -> WindowPainter.draw(
                        request(Optional.of(LENET), Optional.empty(), Optional.of(settings), picture)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("colour");
        assertThat(picture).doesNotExist();
    }

    @Test
    void thePictureGoesToTheBuildsFolderWhereThereIsOne() throws IOException {
        assertThat(HeadlessExploration.pictureIn(folder)).isEqualTo(folder.resolve("quantscope.png"));

        Files.createDirectory(folder.resolve("target"));

        assertThat(HeadlessExploration.pictureIn(folder)).isEqualTo(folder.resolve("target").resolve("quantscope.png"));
    }

    private static SnapshotRequest request(
            Optional<Path> model, Optional<String> layer, Optional<Path> settings, Path picture) {
        return new SnapshotRequest(model, false, layer, settings, 1440, 900, false, false, picture);
    }

    private static double brightness(BufferedImage image) {
        long sum = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                sum += image.getRGB(x, y) & 0xff;
            }
        }
        return sum / (double) (image.getWidth() * image.getHeight());
    }
}
