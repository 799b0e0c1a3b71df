package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quantscope.model.Layer;
import org.quantscope.quant.Granularity;
import org.quantscope.settings.QuantSettings;
import org.quantscope.workspace.InputSource;
import org.quantscope.workspace.NetworkAnswer;
import org.quantscope.workspace.Workspace;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The quantized network's answer and the choice of what layers read, in the window. */
@ExtendWith(ApplicationExtension.class)
class SampleAnswersTest {
    private Workspace workspace;
    private Stage stage;

    @Start
    void start(Stage shown) {
        workspace = new SampleWorkspace().workspace;
        stage = shown;
        MainWindow.create(workspace, new AnsweringDialogs(), WindowMemory.forgetful()).putOn(stage);
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
    void theVerdictFollowsAnEdit(FxRobot robot) {
        Label line = robot.lookup("#verdict-line").queryAs(Label.class);
        String before = line.getText();
        assertThat(before).contains(" → ");
        robot.interact(this::coarse);
        WaitForAsyncUtils.waitForFxEvents();
        NetworkAnswer answer = workspace.state().answer().orElseThrow();
        assertThat(line.getText()).isNotEqualTo(before)
                .endsWith(NumberFormats.percent(answer.quantized().get(0).probability()).replace(' ', '\u00a0'));
        assertThat(line.getTooltip().getText()).contains("The data say "
                + workspace.state().input().orElseThrow().label().orElseThrow());
        robot.interact(workspace::undo);
        assertThat(line.getText()).isEqualTo(before);
    }

    @Test
    void theSwitchLetsLayersReadWhatQuantizedLayersHandThem(FxRobot robot) {
        double isolated = workspace.state().shown().orElseThrow().report().error().sqnrDb();
        robot.clickOn("#input-source-accumulated");
        assertThat(workspace.state().inputSource()).isEqualTo(InputSource.ACCUMULATED);
        assertThat(workspace.state().isShownCurrent()).isTrue();
        assertThat(workspace.state().shown().orElseThrow().report().error().sqnrDb()).isNotEqualTo(isolated);
        robot.interact(() -> workspace.readFrom(InputSource.ISOLATED));
        assertThat(robot.lookup("#input-source-isolated").queryAs(ToggleButton.class).isSelected()).isTrue();
        assertThat(workspace.state().shown().orElseThrow().report().error().sqnrDb()).isEqualTo(isolated);
    }

    private void coarse() {
        workspace.edit("coarse", settings -> {
            QuantSettings all = settings;
            for (Layer layer : workspace.state().model().orElseThrow().layers()) {
                all = all.withLayer(layer.name(), choices -> choices.editWeight(weight -> weight
                        .withGranularity(Granularity.PER_TENSOR).withType(weight.type().withBits(4))));
            }
            return all;
        });
    }
}
