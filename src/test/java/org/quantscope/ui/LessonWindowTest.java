package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quantscope.analysis.HistogramAxis;
import org.quantscope.analysis.PaddingRule;
import org.quantscope.analysis.PathTerm;
import org.quantscope.workspace.LessonSubject;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The lesson under a hand, on a layer of the sample network. */
@ExtendWith(ApplicationExtension.class)
class LessonWindowTest {
    private Workspace workspace;
    private MainWindow window;
    private Stage stage;
    private Stage lessonStage;

    @Start
    void start(Stage shown) {
        stage = shown;
        workspace = new Workspace(Workers.immediate());
        window = MainWindow.create(workspace, new AnsweringDialogs(), WindowMemory.forgetful());
        window.putOn(stage);
        workspace.openSample("fashion-mobile.onnx");
        window.lesson().choose(LessonSubject.layer("/stem/stem.0/Conv"));
        lessonStage = new Stage();
        window.lesson().putOn(lessonStage);
        lessonStage.show();
    }

    @AfterEach
    void close(FxRobot robot) {
        robot.interact(() -> {
            lessonStage.hide();
            stage.hide();
            workspace.close();
        });
    }

    private <T extends Node> T node(String query, Class<T> type) {
        Scene scene = window.lesson().scene();
        return type.cast(scene.getRoot().lookup(query));
    }

    private String text(String query) {
        return node(query, Label.class).getText();
    }

    private void press(FxRobot robot, String query) {
        robot.interact(() -> node(query, ButtonBase.class).fire());
    }

    @Test
    void theMenuAndTheToolOpenIt() {
        assertThat(window.actions().get("help.lesson").label()).isEqualTo("Why do the two paths differ?");
        assertThat(window.actions().sections(ActionMenu.HELP).get(0).get(0).id()).isEqualTo("help.lesson");
        assertThat(window.scene().getRoot().lookup("#tool-help-lesson")).isNotNull();
    }

    @Test
    void whatIsWrittenFollowsTheButtons(FxRobot robot) {
        assertThat(text("#lesson-note")).startsWith("z = 0 hides the fault");

        press(robot, "#lesson-affine");

        assertThat(text("#lesson-note")).contains("4-bit affine; the settings stay");
        assertThat(text("#lesson-naive-corner")).startsWith("wrong by up to");
        assertThat(text("#lesson-fake-value")).isEqualTo(text("#lesson-corrected-value"));
        assertThat(text("#lesson-naive-value")).isNotEqualTo(text("#lesson-fake-value"));
        assertThat(text("#lesson-predicted")).isEqualTo(text("#lesson-observed"));
        assertThat(text("#lesson-total")).isEqualTo(text("#lesson-fake-value"));
        assertThat(node("#lesson-corrected-value", Label.class).getStyleClass()).contains("good");

        robot.interact(() -> node("#lesson-term-input-zero-point", CheckBox.class).setSelected(false));

        assertThat(window.lesson().model().termsProperty().get()).doesNotContain(PathTerm.INPUT_ZERO_POINT);
        assertThat(node("#lesson-corrected-value", Label.class).getStyleClass()).contains("bad");
        assertThat(text("#lesson-total")).isEqualTo(text("#lesson-corrected-value"));
    }

    @Test
    void paddingAndAxisAreChosenInTheHeader(FxRobot robot) {
        press(robot, "#lesson-affine");
        press(robot, "#lesson-padding-integer-0");

        assertThat(window.lesson().model().paddingProperty().get()).isEqualTo(PaddingRule.INTEGER_ZERO);
        assertThat(text("#lesson-padding-note")).contains("at the border are wrong.");
        press(robot, "#lesson-axis-codes");
        assertThat(window.lesson().model().axisProperty().get()).isEqualTo(HistogramAxis.CODES);
        assertThat(text("#lesson-levels-used")).endsWith("of 2⁴ levels used");
    }

    @Test
    void theCursorStaysInsideFromLayerToLayer(FxRobot robot) {
        robot.interact(() -> window.lesson().model().pin(12, 13));
        assertThat(text("#lesson-fake-value")).isNotEmpty();
        for (LessonChoice choice : window.lesson().model().choices().subList(1, 20)) {
            robot.interact(() -> window.lesson().choose(choice.subject()));
            OutputCursor cursor = window.lesson().model().cursorProperty().get();
            assertThat(window.lesson().model().pictureProperty().get().holds(cursor)).as(choice.text()).isTrue();
            assertThat(text("#lesson-observed")).as(choice.text()).isEqualTo(text("#lesson-difference-value"));
        }
    }

    @Test
    void goToThisChannelLeadsToTheWindow(FxRobot robot) {
        robot.interact(() -> window.lesson().model().chooseChannel(9));
        press(robot, "#lesson-go");

        assertThat(workspace.state().focus().layer()).isEqualTo("/stem/stem.0/Conv");
        assertThat(workspace.state().focus().channel()).isEqualTo(9);
    }

    @Test
    void itTakesBothThemesAndAnySize(FxRobot robot) {
        robot.interact(() -> {
            window.theme().toggle();
            lessonStage.setWidth(1400);
            lessonStage.setHeight(950);
        });
        robot.interact(() -> {
            lessonStage.setWidth(960);
            lessonStage.setHeight(620);
        });
        assertThat(text("#lesson-closing")).isEqualTo(LessonWords.CLOSING);
        press(robot, "#lesson-close");
        assertThat(lessonStage.isShowing()).isFalse();
        assertThat(window.lesson().model().openProperty().get()).isFalse();
    }
}
