package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.settings.LayerSettings;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The ranges of all methods on the histograms of weights, inputs and outputs, and what a click on one does. */
@ExtendWith(ApplicationExtension.class)
class MethodTicksTest {
    private static final Path PICTURES = Path.of("target", "pictures");

    private Workspace workspace;
    private MainWindow window;
    private Stage stage;

    @Start
    void start(Stage shown) {
        workspace = new Workspace(Workers.immediate());
        workspace.openSample("fashion-lenet.onnx");
        workspace.calibration().setLimit(24);
        stage = shown;
        window = MainWindow.create(workspace, new AnsweringDialogs(), WindowMemory.forgetful());
        window.putOn(stage);
        stage.setWidth(1440);
        stage.setHeight(900);
        stage.show();
    }

    @AfterEach
    void close(FxRobot robot) {
        robot.interact(() -> {
            stage.hide();
            workspace.close();
        });
    }

    private LayerSettings settings() {
        return workspace.state().layerSettings();
    }

    private void click(FxRobot robot, String id) {
        Node mark = robot.lookup("#" + id).query();
        assertThat(mark.isVisible()).as(id).isTrue();
        robot.clickOn(mark);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void picture(FxRobot robot, String name) {
        for (Theme.Mode mode : Theme.Mode.values()) {
            robot.interact(() -> {
                window.theme().modeProperty().set(mode);
                window.scene().getRoot().applyCss();
                window.scene().getRoot().layout();
            });
            WaitForAsyncUtils.waitForFxEvents();
            robot.interact(() -> WindowPicture.write(window.scene(), PICTURES.resolve(name + "-" + mode + ".png")));
        }
    }

    @Test
    void aClickOnAMarkTakesThatMethodForTheWeightsAsOneStep(FxRobot robot) {
        robot.interact(() -> workspace.focus("/fc1/Gemm"));
        WaitForAsyncUtils.waitForFxEvents();
        picture(robot, "ticks-weights");
        float before = workspace.state().params().orElseThrow().weight().orElseThrow().channel(0).scale();
        click(robot, "tick-mse");
        assertThat(settings().weight().orElseThrow().range().method()).isEqualTo(CalibrationMethod.MSE);
        assertThat(workspace.state().undoLabel()).contains("Range fc1");
        assertThat(workspace.state().params().orElseThrow().weight().orElseThrow().channel(0).scale())
                .isLessThan(before);
        robot.interact(workspace::undo);
        assertThat(settings().weight().orElseThrow().range().method()).isEqualTo(CalibrationMethod.MIN_MAX);
        assertThat(workspace.state().undoLabel()).isEmpty();
    }

    @Test
    void inputAndOutputAreCountedWhenTheyAreFirstLookedAtAndHaveMarksOfTheirOwn(FxRobot robot) {
        robot.interact(() -> workspace.focus("/fc1/Gemm"));
        robot.clickOn(robot.lookup("#weights-subject-output").queryAs(ToggleButton.class));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(workspace.calibration().state().progress().isComplete()).isTrue();
        assertThat(robot.lookup("#histogram-uncounted").query().isVisible()).isFalse();
        assertThat(robot.lookup("#weights-strip").query().isVisible()).isFalse();
        picture(robot, "ticks-output");
        click(robot, "tick-percentile-99-99");
        assertThat(settings().output().orElseThrow().range().method()).isEqualTo(CalibrationMethod.percentile(99.99));
        assertThat(workspace.state().undoLabel()).contains("Output range fc1");
        assertThat(robot.lookup("#tick-percentile-99-99").queryAs(Label.class).getAccessibleText()).contains("in use");
        robot.interact(workspace::undo);
        assertThat(settings().output().orElseThrow().range().method()).isEqualTo(CalibrationMethod.MIN_MAX);
        robot.clickOn(robot.lookup("#weights-subject-input").queryAs(ToggleButton.class));
        WaitForAsyncUtils.waitForFxEvents();
        picture(robot, "ticks-input");
        robot.clickOn(robot.lookup("#weights-subject-weights").queryAs(ToggleButton.class));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(robot.lookup("#weights-strip").query().isVisible()).isTrue();
    }

    @Test
    void theCalibrationWindowSaysOnWhatAndWhatCameOfIt(FxRobot robot) {
        robot.interact(() -> window.actions().get("network.calibrate").run());
        Scene calibration = window.calibration().scene();
        assertThat(((Label) calibration.lookup("#calibration-source")).getText())
                .isEqualTo("fashion-calib256.npz, 24 images");
        robot.interact(() -> ((Button) calibration.lookup("#calibration-start")).fire());
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(workspace.calibration().state().counted()).isEqualTo(24);
        assertThat(((Label) calibration.lookup("#calibration-ranges")).getText())
                .isEqualTo("Ranges in use: 24 of 256 images of fashion-calib256.npz");
        assertThat(((Label) calibration.lookup("#calibration-words")).getText()).isNotEmpty();
        robot.interact(() -> {
            calibration.getRoot().applyCss();
            calibration.getRoot().layout();
            WindowPicture.write(calibration, PICTURES.resolve("calibration-window.png"));
        });
    }
}
