package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.prefs.Preferences;
import javafx.scene.Node;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quantscope.ui.chart.Palette;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The network strip under a hand. */
@ExtendWith(ApplicationExtension.class)
class NetworkStripTest {
    private Workspace workspace;
    private MainWindow window;
    private Stage stage;

    @Start
    void start(Stage shown) {
        stage = shown;
        workspace = new Workspace(Workers.immediate());
        window = MainWindow.create(workspace, new AnsweringDialogs(), WindowMemory.forgetful());
        window.putOn(stage);
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
    void aClickAndTheArrowKeysGoToLayers(FxRobot robot) {
        open(robot);
        robot.clickOn("#strip-cell-5");
        assertThat(focused()).isEqualTo(layer(5));
        Rectangle ring = (Rectangle) node("#strip-ring");
        Rectangle cell = (Rectangle) node("#strip-cell-5");
        assertThat(ring.getX()).isBetween(cell.getX() - 3, cell.getX());

        robot.type(KeyCode.RIGHT);
        assertThat(focused()).isEqualTo(layer(6));
        robot.type(KeyCode.LEFT, 2);
        assertThat(focused()).isEqualTo(layer(4));
        robot.type(KeyCode.END);
        assertThat(focused()).isEqualTo(layer(18));
        robot.type(KeyCode.RIGHT);
        assertThat(focused()).isEqualTo(layer(18));
        robot.type(KeyCode.HOME);
        assertThat(focused()).isEqualTo(layer(0));
        assertThat(node("#strip-cells").getAccessibleText()).contains("Layer 1 of 19");
        assertThat(((Label) node("#strip-reading")).getText()).startsWith("1/19").endsWith("dB");
    }

    @Test
    void theViewMenuHidesItAndBringsItBack(FxRobot robot) {
        assertThat(robot.lookup("#network-strip").tryQuery()).as("no network yet").isEmpty();
        open(robot);
        double before = ((Region) node("#panes")).getHeight();
        Action toggle = window.actions().get("view.strip");
        assertThat(toggle.checked().orElseThrow().getValue()).isTrue();

        robot.interact(toggle::run);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(node("#network-strip").getParent().isVisible()).isFalse();
        assertThat(((Region) node("#panes")).getHeight()).isEqualTo(before + 27);
        robot.interact(toggle::run);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(node("#network-strip").getParent().isVisible()).isTrue();
        assertThat(Controls.menuItem(toggle)).isInstanceOfSatisfying(
                CheckMenuItem.class, item -> assertThat(item.isSelected()).isTrue());
    }

    @Test
    void whetherItIsShownIsRemembered() throws Exception {
        Preferences node = Preferences.userRoot().node("org/quantscope/strip-test");
        try {
            assertThat(WindowMemory.in(node).networkStrip()).isTrue();
            WindowMemory.in(node).rememberNetworkStrip(false);
            assertThat(WindowMemory.in(node).networkStrip()).isFalse();
        } finally {
            node.removeNode();
        }
        assertThat(WindowMemory.forgetful().networkStrip()).isTrue();
    }

    @Test
    void aLayerThatSuffersIsRedAndLowInBothThemes(FxRobot robot) {
        open(robot);
        robot.interact(() -> workspace.edit("2 bits", settings -> settings.withLayer(layer(1), layer ->
                layer.editWeight(weight -> weight.withType(weight.type().withBits(2))))));
        WaitForAsyncUtils.waitForFxEvents();
        Rectangle track = (Rectangle) node("#strip-cell-1");
        assertThat(fills(Palette.light().overflowLine())).isEqualTo(1);
        robot.interact(() -> window.theme().toggle());
        assertThat(fills(Palette.dark().overflowLine())).isEqualTo(1);
        assertThat(track.getFill()).isEqualTo(Palette.dark().boxFill());
    }

    @Test
    void theEffectOnTheAnswerCanBeChosenOnceItIsKnown(FxRobot robot) {
        open(robot);
        assertThat(node("#strip-measure-sensitivity").isDisabled()).isTrue();
        robot.interact(() -> window.strip().showEffects(Map.of(layer(0), 12.0)));
        WaitForAsyncUtils.waitForFxEvents();
        robot.clickOn("#strip-measure-sensitivity");
        assertThat(fills(Palette.light().underflowLine())).isEqualTo(1);
        robot.clickOn("#strip-measure-sqnr-here");
        assertThat(fills(Palette.light().underflowLine())).isNotEqualTo(1);
    }

    @Test
    void cellsOfManyLayersScrollToTheOneInFocus(FxRobot robot) {
        open(robot);
        Region cells = (Region) node("#strip-cells");
        robot.interact(() -> {
            cells.setMinWidth(60);
            cells.setMaxWidth(60);
        });
        WaitForAsyncUtils.waitForFxEvents();
        robot.interact(() -> workspace.focus(layer(18)));
        WaitForAsyncUtils.waitForFxEvents();
        Rectangle last = (Rectangle) node("#strip-cell-18");
        assertThat(last.getX() + last.getWidth()).isLessThanOrEqualTo(60);
        robot.clickOn(last);
        robot.interact(() -> workspace.focus(layer(0)));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(((Rectangle) node("#strip-cell-0")).getX()).isGreaterThanOrEqualTo(0);
    }

    private long fills(Color color) {
        WaitForAsyncUtils.waitForFxEvents();
        return ((Region) node("#strip-cells")).getChildrenUnmodifiable().stream()
                .filter(node -> node instanceof Rectangle shape && color.equals(shape.getFill()) && shape.getHeight() > 0)
                .count();
    }

    private void open(FxRobot robot) {
        robot.interact(() -> workspace.openSample("fashion-mobile.onnx"));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private String focused() {
        WaitForAsyncUtils.waitForFxEvents();
        return workspace.state().focus().layer();
    }

    private String layer(int place) {
        return workspace.state().model().orElseThrow().layers().get(place).name();
    }

    private Node node(String query) {
        return window.scene().getRoot().lookup(query);
    }
}
