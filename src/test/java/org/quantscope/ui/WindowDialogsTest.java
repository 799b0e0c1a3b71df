package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonType;
import javafx.scene.control.DialogPane;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quantscope.settings.Preprocessing;
import org.quantscope.workspace.OpenDimension;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The real dialogs under the hand; those of the operating system, which choose files, are not shown. */
@ExtendWith(ApplicationExtension.class)
class WindowDialogsTest {
    private static final List<OpenDimension> OPEN =
            List.of(new OpenDimension("batch", 1, true), new OpenDimension("height", 224, false));

    private Stage stage;
    private WindowDialogs dialogs;

    @Start
    void start(Stage shown) {
        stage = shown;
        stage.setScene(new Scene(new StackPane(), 900, 700));
        stage.show();
        dialogs = new WindowDialogs(() -> stage);
    }

    @AfterEach
    void close(FxRobot robot) {
        robot.interact(stage::hide);
    }

    @ParameterizedTest
    @CsvSource({"Save, SAVE", "Discard, DISCARD", "Cancel, CANCEL"})
    void unsavedChangesAreSavedDiscardedOrKept(String button, Dialogs.Unsaved expected, FxRobot robot)
            throws Exception {
        CompletableFuture<Dialogs.Unsaved> answer = ask(() -> dialogs.askUnsaved("net.onnx"));
        DialogPane pane = pane(robot);
        assertThat(pane.getContentText()).contains("net.onnx").contains("not saved");
        click(robot, button);
        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(expected);
    }

    @Test
    void escapeKeepsTheUnsavedChanges(FxRobot robot) throws Exception {
        CompletableFuture<Dialogs.Unsaved> answer = ask(() -> dialogs.askUnsaved("net.onnx"));
        pane(robot);
        robot.type(KeyCode.ESCAPE);
        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(Dialogs.Unsaved.CANCEL);
    }

    @ParameterizedTest
    @CsvSource({"64, 64", "0, 1", "-5, 224", "999999, 65536", "3.5, 224", "words, 224", "99999999999999, 224"})
    void aDimensionIsAWholeNumberOrStaysAsItWas(String typed, int expected, FxRobot robot) throws Exception {
        CompletableFuture<Optional<Map<String, Integer>>> answer = ask(() -> dialogs.askDimensions(OPEN));
        pane(robot);
        robot.interact(() -> ((TextField) robot.lookup("#dimension-height .text-field").query()).setText(typed));
        click(robot, ButtonType.OK.getText());
        assertThat(answer.get(10, TimeUnit.SECONDS)).contains(Map.of("batch", 1, "height", expected));
    }

    @Test
    void cancelledDimensionsAreNone(FxRobot robot) throws Exception {
        CompletableFuture<Optional<Map<String, Integer>>> answer = ask(() -> dialogs.askDimensions(OPEN));
        pane(robot);
        click(robot, ButtonType.CANCEL.getText());
        assertThat(answer.get(10, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void aNormalisationThatCannotBeIsSaidAndNotTaken(FxRobot robot) throws Exception {
        CompletableFuture<Optional<Preprocessing>> answer =
                ask(() -> dialogs.askPreprocessing(Optional.of(Preprocessing.UNIT)));
        DialogPane pane = pane(robot);
        TextField std = robot.lookup("#preprocessing-std").query();
        Button confirm = (Button) pane.lookupButton(ButtonType.OK);
        Label fault = robot.lookup("#preprocessing-fault").query();
        for (String wrong : List.of("0", "NaN", "x", "")) {
            robot.interact(() -> std.setText(wrong));
            assertThat(confirm.isDisabled()).as(wrong).isTrue();
            assertThat(fault.getText()).as(wrong).endsWith(".");
        }
        robot.interact(() -> std.setText("0.5"));
        assertThat(fault.getText()).isEmpty();
        click(robot, ButtonType.OK.getText());
        assertThat(answer.get(10, TimeUnit.SECONDS).orElseThrow().std()).containsExactly(0.5);
    }

    private static <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Platform.runLater(() -> answer.complete(question.get()));
        WaitForAsyncUtils.waitForFxEvents();
        return answer;
    }

    private static DialogPane pane(FxRobot robot) {
        return robot.lookup(node -> node instanceof DialogPane).query();
    }

    private static void click(FxRobot robot, String text) {
        Button button = robot.lookup(node -> node instanceof Button one && text.equals(one.getText())).query();
        robot.interact(button::fire);
    }
}
