package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.image.Image;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class WindowPictureTest {
    private static final Path PICTURES = Path.of("target", "pictures");

    /** Nothing here changes it, so all windows show the same one. */
    private static Workspace workspace;

    private MainWindow window;
    private Stage stage;

    @BeforeAll
    static void openTheSample() {
        workspace = new Workspace(Workers.immediate());
        workspace.openSample("fashion-mobile.onnx");
        workspace.focus("/ds_dw/ds_dw.0/Conv");
    }

    @Start
    void start(Stage shown) {
        stage = shown;
        window = MainWindow.create(workspace, new AnsweringDialogs(), WindowMemory.forgetful());
        window.putOn(stage);
        stage.show();
    }

    @AfterEach
    void close(FxRobot robot) {
        robot.interact(stage::hide);
    }

    @AfterAll
    static void closeTheWorkspace() {
        workspace.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1440, 900, LIGHT", "1440, 900, DARK", "1280, 800, LIGHT", "1024, 700, LIGHT", "1024, 700, DARK"
    })
    void theWindowIsDrawnAtEverySizeInBothThemes(int width, int height, Theme.Mode mode, FxRobot robot) {
        Path file = PICTURES.resolve("window-" + width + "x" + height + "-" + mode + ".png");
        robot.interact(() -> {
            window.theme().modeProperty().set(mode);
            stage.setWidth(width);
            stage.setHeight(height);
        });
        WaitForAsyncUtils.waitForFxEvents();
        robot.interact(() -> WindowPicture.write(window.scene(), file));
        assertThat(file).exists();
        Image read = new Image(file.toUri().toString());
        assertThat(read.getWidth()).isEqualTo(width);
        assertThat(read.getHeight()).isEqualTo(height);
        double brightness = read.getPixelReader().getColor(2, height / 2).getBrightness();
        assertThat(brightness).isBetween(mode == Theme.Mode.DARK ? 0.0 : 0.9, mode == Theme.Mode.DARK ? 0.2 : 1.0);
    }

    @Test
    void aPictureThatCannotBeWrittenIsOneSentence(FxRobot robot) throws Exception {
        Path file = Files.createTempFile("quantscope", "not-a-folder");
        robot.interact(() -> assertThatThrownBy(
                        () -> WindowPicture.write(window.scene(), file.resolve("window.png")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("could not be written"));
        Files.delete(file);
    }
}
