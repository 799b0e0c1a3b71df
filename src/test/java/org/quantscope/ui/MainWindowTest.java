package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.model.Layer;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class MainWindowTest {
    private final AnsweringDialogs dialogs = new AnsweringDialogs();
    private Workspace workspace;
    private MainWindow window;
    private Stage stage;

    @TempDir
    Path folder;

    @Start
    void start(Stage shown) {
        stage = shown;
        workspace = new Workspace(Workers.immediate());
        window = MainWindow.create(workspace, dialogs, WindowMemory.forgetful());
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
    void withoutANetworkItSaysHowToGetOne(FxRobot robot) {
        assertThat(robot.lookup("#empty-hint").query().isVisible()).isTrue();
        assertThat(((Label) robot.lookup("#empty-title").query()).getText()).isEqualTo("No model is open");
        assertThat(robot.lookup("#panes").tryQuery()).isEmpty();
        assertThat(stage.getTitle()).isEqualTo("Quantscope");
        robot.clickOn("#empty-file-sample-fashion-lenet");
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(robot.lookup("#empty-hint").query().isVisible()).isFalse();
        assertThat(stage.getTitle()).isEqualTo("fashion-lenet.onnx - Quantscope");
        assertThat(text(robot, "#status-task")).isEqualTo("Up to date");
    }

    @Test
    void rowsFilterFinderAndKeysLeadToLayersAndChannels(FxRobot robot) {
        open(robot);
        robot.press(KeyCode.CONTROL, KeyCode.F).release(KeyCode.F, KeyCode.CONTROL);
        Layer first = workspace.state().model().orElseThrow().layers().get(0);
        Layer second = workspace.state().model().orElseThrow().layers().get(1);
        robot.write(second.name());
        TableView<?> table = robot.lookup("#layers-table").queryTableView();
        assertThat(table.getItems()).hasSize(1);
        robot.clickOn(robot.from(table).lookup(second.displayName()).queryAs(Node.class));
        assertThat(workspace.state().focus().layer()).isEqualTo(second.name());
        robot.type(KeyCode.CLOSE_BRACKET, 2);
        assertThat(workspace.state().focus().channel()).isEqualTo(2);
        robot.press(KeyCode.CONTROL, KeyCode.K).release(KeyCode.K, KeyCode.CONTROL);
        robot.write("layer " + first.displayName());
        robot.type(KeyCode.ENTER);
        assertThat(workspace.state().focus().layer()).isEqualTo(first.name());
    }

    @Test
    void keysWithoutAModifierTypeWhereSomebodyTypes(FxRobot robot) {
        open(robot);
        robot.clickOn("#layers-filter").write("l");
        robot.type(KeyCode.DELETE);
        assertThat(((TextField) robot.lookup("#layers-filter").query()).getText()).isEqualTo("l");
        assertThat(workspace.state().undoLabel()).isEmpty();
        robot.clickOn("#layers-filter").type(KeyCode.BACK_SPACE);
        robot.interact(() -> robot.lookup("#layers-table").query().requestFocus());
        robot.type(KeyCode.L);
        assertThat(workspace.state().undoLabel().orElseThrow()).startsWith("Lock channel 0");
        robot.press(KeyCode.CONTROL, KeyCode.Z).release(KeyCode.Z, KeyCode.CONTROL);
        assertThat(workspace.state().redoLabel().orElseThrow()).startsWith("Lock channel 0");
        robot.press(KeyCode.CONTROL, KeyCode.Y).release(KeyCode.Y, KeyCode.CONTROL);
        assertThat(workspace.state().undoLabel().orElseThrow()).startsWith("Lock channel 0");
    }

    @Test
    void aProblemIsOneSentenceThatCanBeClosed(FxRobot robot) throws Exception {
        open(robot);
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "no");
        robot.interact(() -> workspace.open(broken));
        assertThat(text(robot, "#message-text")).contains("broken.onnx");
        assertThat(robot.lookup("#message-bar").query().isVisible()).isTrue();
        robot.clickOn("#message-close");
        assertThat(robot.lookup("#message-bar").query().isVisible()).isFalse();
        assertThat(stage.getTitle()).startsWith("fashion-lenet.onnx");
    }

    @Test
    void closingWithUnsavedChangesAsks(FxRobot robot) {
        open(robot);
        robot.interact(() -> window.actions().get("layer.float").run());
        robot.interact(() -> stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST)));
        assertThat(dialogs.asked).containsExactly("unsaved fashion-lenet.onnx");
        assertThat(stage.isShowing()).isTrue();
        robot.interact(() -> window.actions().get("file.quit").run());
        assertThat(stage.isShowing()).as("cancelled").isTrue();
        dialogs.unsaved = Dialogs.Unsaved.DISCARD;
        robot.interact(() -> window.actions().get("file.quit").run());
        assertThat(stage.isShowing()).isFalse();
    }

    @Test
    void theNextImageIsShownWithItsLabel(FxRobot robot) {
        open(robot);
        String before = text(robot, "#sample-place");
        robot.clickOn("#sample-next");
        assertThat(before).isEqualTo("#0 of 1,000");
        assertThat(text(robot, "#sample-place")).isEqualTo("#1 of 1,000");
        robot.clickOn("#thumbnail-3");
        assertThat(text(robot, "#sample-place")).isEqualTo("#3 of 1,000");
    }

    @Test
    void sidesKeepTheirWidthAndGiveWayInANarrowWindow(FxRobot robot) {
        open(robot);
        Region panes = robot.lookup("#layers-pane").queryAs(Region.class);
        resize(robot, 1440, 900);
        assertThat(panes.getWidth()).isEqualTo(304);
        robot.drag(robot.lookup("#divider-left").queryAs(Node.class)).moveBy(40, 0).drop();
        assertThat(panes.getWidth()).isEqualTo(344);
        resize(robot, 1600, 900);
        assertThat(panes.getWidth()).isEqualTo(344);
        robot.doubleClickOn(robot.lookup("#divider-left").queryAs(Node.class));
        resize(robot, 1024, 700);
        assertThat(panes.getWidth()).isEqualTo(240);
        assertThat(robot.lookup("#meter-mse").query().getParent().isVisible()).isFalse();
        assertThat(robot.lookup("#meter-sqnr").query().isVisible()).isTrue();
    }

    @Test
    void everyControlHasAnIdASentenceAndAName(FxRobot robot) {
        open(robot);
        Set<ButtonBase> buttons =
                robot.lookup(node -> node instanceof ButtonBase && node.getId() != null
                                && node.getId().matches("(tool|pane|layers|sample|thumbnail|message)-.*"))
                        .queryAllAs(ButtonBase.class);
        assertThat(buttons).hasSizeGreaterThan(10);
        for (ButtonBase button : buttons) {
            assertThat(button.getTooltip()).as(button.getId()).isNotNull();
            assertThat(button.getTooltip().getText()).as(button.getId()).contains(".");
        }
    }

    private void open(FxRobot robot) {
        robot.interact(() -> {
            workspace.openSample("fashion-lenet.onnx");
            stage.requestFocus();
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void resize(FxRobot robot, int width, int height) {
        robot.interact(() -> {
            stage.setWidth(width);
            stage.setHeight(height);
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static String text(FxRobot robot, String id) {
        return ((Label) robot.lookup(id).query()).getText();
    }
}
