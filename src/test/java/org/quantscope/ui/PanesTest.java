package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quantscope.quant.Accumulator;
import org.quantscope.workspace.Workspace;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class PanesTest {
    private Workspace workspace;
    private Stage stage;

    @Start
    void start(Stage shown) {
        SampleWorkspace sample = new SampleWorkspace();
        workspace = sample.workspace;
        stage = shown;
        MainWindow window = MainWindow.create(workspace, new AnsweringDialogs(), WindowMemory.forgetful());
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

    @Test
    void draggingTheBitsSliderMovesHistogramAndMetersUnderTheFingerAndIsOneStep(FxRobot robot) {
        double before = sqnr();
        String meterBefore = robot.lookup("#meter-sqnr").queryAs(Label.class).getText();
        Slider slider = robot.lookup("#bits-slider").queryAs(Slider.class);
        Bounds thumb = robot.lookup("#bits-slider .thumb").query().localToScreen(
                robot.lookup("#bits-slider .thumb").query().getBoundsInLocal());
        Point2D from = new Point2D(thumb.getCenterX(), thumb.getCenterY());
        double perBit = (slider.getWidth() - thumb.getWidth()) / 14;
        robot.moveTo(from).press(MouseButton.PRIMARY);
        robot.moveTo(from.subtract(2 * perBit, 0));
        robot.moveTo(from.subtract(5 * perBit, 0));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(bits()).isEqualTo(3);
        assertThat(sqnr()).isLessThan(before - 10);
        assertThat(robot.lookup("#meter-sqnr").queryAs(Label.class).getText()).isNotEqualTo(meterBefore);
        assertThat(workspace.state().undoLabel()).isEmpty();
        robot.release(MouseButton.PRIMARY);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(workspace.state().undoLabel()).contains("Bits ds_dw");
        robot.interact(workspace::undo);
        assertThat(bits()).isEqualTo(8);
        assertThat(slider.getValue()).isEqualTo(8);
        assertThat(sqnr()).isEqualTo(before);
    }

    @Test
    void aWrongScaleIsOneSentenceUnderItsRowAndTheOldValueComesBack(FxRobot robot) {
        robot.interact(() -> workspace.select(3, new TreeSet<>(List.of(3))));
        NumberField scale = robot.lookup("#scale").queryAs(NumberField.class);
        String old = scale.getText();
        robot.interact(() -> {
            scale.requestFocus();
            scale.setText("-1");
        });
        robot.type(KeyCode.ENTER);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(scale.getText()).isEqualTo(old);
        Label sentence = robot.lookup("#sentence-scale").queryAs(Label.class);
        assertThat(sentence.isVisible()).isTrue();
        assertThat(sentence.getText()).startsWith("A scale must be greater than zero");
        assertThat(workspace.state().undoLabel()).isEmpty();
    }

    @Test
    void theChannelChartTurnsIntoHeadroomAndTheAccumulatorRowSaysWhenItCanOverflow(FxRobot robot) {
        Region errors = robot.lookup("#channel-errors").queryAs(Region.class);
        Region headroom = robot.lookup("#channel-headroom").queryAs(Region.class);
        Label note = robot.lookup("#accumulator-headroom").queryAs(Label.class);
        assertThat(headroom.isVisible()).isFalse();
        robot.clickOn("#channel-chart-headroom");
        assertThat(headroom.isVisible()).isTrue();
        assertThat(errors.isVisible()).isFalse();
        assertThat(note.getText()).endsWith(" of 64 bits");
        assertThat(note.getStyleClass()).contains("muted").doesNotContain("bad");
        ComboBox<Accumulator> registers = robot.lookup("#accumulator").queryComboBox();
        robot.interact(() -> registers.setValue(new Accumulator(16, Accumulator.Overflow.WRAP)));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(note.getText()).endsWith(" of 16 bits");
        assertThat(note.getStyleClass()).contains("bad").doesNotContain("muted");
        assertThat(note.getTooltip().getText()).contains("The 16-bit accumulator");
        robot.type(KeyCode.LEFT);
        assertThat(errors.isVisible()).isTrue();
    }

    private int bits() {
        return workspace.state().params().orElseThrow().weight().orElseThrow().channel(0).type().bits();
    }

    private double sqnr() {
        return workspace.state().shown().orElseThrow().report().error().sqnrDb();
    }
}
