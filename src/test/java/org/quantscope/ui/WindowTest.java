package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.settings.QuantSettings;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/**
 * The whole window with its own threads, driven with mouse and keys: on the display-free platform in the ordinary build,
 * and in a real GTK window in the profile {@code window}.
 */
@ExtendWith(ApplicationExtension.class)
class WindowTest {
    private static final String DEPTHWISE = "/ir1/dw/dw.0/Conv";
    private static final String SHOWN_NAME = "ir1/dw";
    /** On this image one code of the layer differs at 8 bits and none at 3, so that the second meter moves too. */
    private static final int IMAGE = 47;

    private final AnsweringDialogs dialogs = new AnsweringDialogs();
    private Workspace workspace;
    private Stage stage;

    @TempDir
    Path folder;

    @Start
    void start(Stage shown) {
        stage = shown;
        workspace = new Workspace(Workers.threads(Platform::runLater));
        MainWindow.create(workspace, dialogs, WindowMemory.forgetful()).putOn(stage);
        stage.setX(0);
        stage.setY(0);
        stage.setWidth(1440);
        stage.setHeight(900);
        stage.show();
        workspace.openSample("fashion-mobile.onnx");
    }

    @AfterEach
    void close(FxRobot robot) {
        robot.interact(() -> {
            stage.hide();
            workspace.close();
        });
    }

    @Test
    void aDepthwiseLayerIsDraggedToThreeBitsUndoneSavedAndOpenedAgain(FxRobot robot) throws Exception {
        awaitSettled();
        goToImage(robot);
        await(() -> state().input().filter(input -> input.index() == IMAGE).isPresent());
        chooseLayer(robot);
        awaitSettled();
        String error = text(robot, "#meter-sqnr");
        String mismatch = text(robot, "#meter-differ");
        int[] histogram = pixels(robot, "#weights-histogram");
        int[] maps = pixels(robot, "#output-maps");
        assertThat(mismatch).startsWith("1 of");

        dragBits(robot, 3);
        await(() -> bits() == 3);
        awaitSettled();
        assertThat(text(robot, "#meter-sqnr")).isNotEqualTo(error);
        assertThat(text(robot, "#meter-differ")).startsWith("0 of");
        assertThat(pixels(robot, "#weights-histogram")).isNotEqualTo(histogram);
        assertThat(pixels(robot, "#output-maps")).isNotEqualTo(maps);
        QuantSettings edited = state().settings();

        saveAndOpenAgain(robot, edited);
    }

    private void saveAndOpenAgain(FxRobot robot, QuantSettings edited) throws Exception {
        Path first = folder.resolve("first.quantscope.json");
        dialogs.file = Optional.of(first);
        robot.push(KeyCode.CONTROL, KeyCode.S);
        await(() -> state().saved());
        assertThat(first).exists();

        robot.push(KeyCode.CONTROL, KeyCode.Z);
        await(() -> bits() == 8);
        awaitSettled();
        assertThat(robot.lookup("#bits-slider").queryAs(Slider.class).getValue()).isEqualTo(8);
        assertThat(text(robot, "#meter-differ")).startsWith("1 of");
        assertThat(state().saved()).isFalse();

        robot.interact(() -> workspace.openSettings(first));
        await(() -> bits() == 3);
        assertThat(state().settings()).isEqualTo(edited);
        Path second = folder.resolve("second.quantscope.json");
        robot.interact(() -> workspace.saveSettings(second));
        assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(first));
    }

    @Test
    void closingWithUnsavedChangesAsksAndCancelKeepsTheWindow(FxRobot robot) throws Exception {
        awaitSettled();
        chooseLayer(robot);
        robot.clickOn("#bits-4");
        await(() -> bits() == 4);
        dialogs.unsaved = Dialogs.Unsaved.CANCEL;
        robot.push(KeyCode.CONTROL, KeyCode.Q);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(dialogs.asked).anyMatch(question -> question.startsWith("unsaved"));
        assertThat(stage.isShowing()).isTrue();
        dialogs.unsaved = Dialogs.Unsaved.DISCARD;
        robot.push(KeyCode.CONTROL, KeyCode.Q);
        await(() -> !stage.isShowing());
    }

    private void goToImage(FxRobot robot) throws TimeoutException {
        robot.clickOn("#sample-place");
        await(() -> stage.getScene().getFocusOwner() instanceof TextField field && "sample-number".equals(field.getId()));
        robot.write(Integer.toString(IMAGE));
        TextField field = robot.lookup("#sample-number").queryAs(TextField.class);
        await(() -> field.getText().equals(Integer.toString(IMAGE)));
        robot.push(KeyCode.ENTER);
    }

    private void dragBits(FxRobot robot, int bits) {
        Slider slider = robot.lookup("#bits-slider").queryAs(Slider.class);
        Node thumb = robot.lookup("#bits-slider .thumb").query();
        Bounds bounds = thumb.localToScreen(thumb.getBoundsInLocal());
        Point2D from = new Point2D(bounds.getCenterX(), bounds.getCenterY());
        double perBit = (slider.getWidth() - bounds.getWidth()) / 14;
        robot.moveTo(from).press(MouseButton.PRIMARY);
        for (int now = 7; now >= bits; now--) {
            robot.moveTo(from.subtract((8 - now) * perBit, 0));
        }
        assertThat(state().undoLabel()).isEmpty();
        robot.release(MouseButton.PRIMARY);
    }

    /** By the filter, because the table sorts itself anew whenever new figures are in. */
    private void chooseLayer(FxRobot robot) throws TimeoutException {
        TableView<?> table = robot.lookup("#layers-table").queryAs(TableView.class);
        robot.clickOn("#layers-filter").write(SHOWN_NAME);
        await(() -> table.getItems().size() == 1);
        Node row = robot.from(table)
                .lookup((Node node) -> node instanceof TableCell<?, ?> cell && SHOWN_NAME.equals(cell.getText()))
                .query();
        robot.clickOn(row);
        await(() -> state().focus().layer().equals(DEPTHWISE));
    }

    private int bits() {
        return state().settings().layer(DEPTHWISE).weight().orElseThrow().type().bits();
    }

    private WorkspaceState state() {
        return workspace.state();
    }

    private static String text(FxRobot robot, String id) {
        return robot.lookup(id).queryAs(Label.class).getText();
    }

    private static int[] pixels(FxRobot robot, String id) {
        Node node = robot.lookup(id).query();
        AtomicReference<int[]> pixels = new AtomicReference<>();
        robot.interact(() -> {
            WritableImage image = node.snapshot(null, null);
            int width = (int) image.getWidth();
            int height = (int) image.getHeight();
            int[] read = new int[width * height];
            image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), read, 0, width);
            pixels.set(read);
        });
        assertThat(Arrays.stream(pixels.get()).distinct().count()).as("colours of " + id).isGreaterThan(2);
        return pixels.get();
    }

    private void awaitSettled() throws TimeoutException {
        await(() -> state().task().isEmpty()
                && state().model().orElseThrow().layers().stream().allMatch(layer -> state().isCurrent(layer.name()))
                && state().isShownCurrent());
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static void await(Callable<Boolean> condition) throws TimeoutException {
        WaitForAsyncUtils.waitFor(180, TimeUnit.SECONDS, condition);
        WaitForAsyncUtils.waitForFxEvents();
    }
}
