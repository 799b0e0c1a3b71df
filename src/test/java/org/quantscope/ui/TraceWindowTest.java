package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javafx.geometry.Bounds;
import javafx.geometry.Orientation;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quantscope.analysis.Pixel;
import org.quantscope.analysis.StageAgreement;
import org.quantscope.analysis.Tap;
import org.quantscope.analysis.TraceRow;
import org.quantscope.workspace.LayerResult;
import org.quantscope.workspace.TraceAnswer;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The trace of one output element under a hand, on a depthwise layer of the sample network. */
@ExtendWith(ApplicationExtension.class)
class TraceWindowTest {
    private static final String LAYER = "/ir1/dw/dw.0/Conv";
    /** On this image one code of the layer differs. */
    private static final int IMAGE = 47;

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
        workspace.openSample("fashion-mobile.onnx");
        workspace.focus(LAYER);
    }

    @AfterEach
    void close(FxRobot robot) {
        robot.interact(() -> {
            stage.hide();
            workspace.close();
        });
    }

    @Test
    void theDifferingElementIsExplainedInBothPathsAndCanBeTakenAlong(FxRobot robot) {
        pinDiffering(robot);
        open(robot);

        TraceAnswer answer = answer();
        assertThat(this.<TraceRow>table("#trace-steps").getItems()).isEqualTo(answer.rows());
        assertThat(answer.rows()).filteredOn(TraceRow::parts).hasSize(1);
        assertThat(this.<Tap>table("#trace-taps").getItems()).isEqualTo(answer.trace().taps()).hasSize(9);
        assertThat(this.<StageAgreement>table("#trace-stages").getItems())
                .filteredOn(stage -> stage.stage().keyword().equals("output"))
                .singleElement()
                .satisfies(stage -> assertThat(stage.differing()).isEqualTo(1));
        Label sentence = node("#trace-sentence", Label.class);
        assertThat(sentence.getText()).startsWith("The paths part at the ").contains("gives code ");
        assertThat(sentence.getStyleClass()).contains("warn");
        assertThat(node("#trace-agreement", Label.class).getText()).startsWith("first at the ");
        assertThat(node("#trace-order", Label.class).getTooltip().getText()).contains("order of the products");
        robot.interact(() -> node("#trace-copy-text", Button.class).fire());
        assertThat(clipboard(robot)).isEqualTo(answer.text()).contains("channel 12 (7, 5)");
        robot.interact(() -> node("#trace-copy-c", Button.class).fire());
        assertThat(clipboard(robot)).isEqualTo(answer.program()).contains("int main(void)");
    }

    @Test
    void itFollowsTheCursorAndTheSettings(FxRobot robot) {
        open(robot);
        TraceAnswer first = answer();

        pinDiffering(robot);
        TraceAnswer second = answer();
        robot.interact(() -> workspace.edit("3 bits", settings -> settings.withLayer(LAYER, layer ->
                layer.editWeight(weight -> weight.withType(weight.type().withBits(3))))));
        WaitForAsyncUtils.waitForFxEvents();

        TraceAnswer third = answer();
        assertThat(second.trace().pixel()).isNotEqualTo(first.trace().pixel());
        assertThat(third.trace().pixel()).isEqualTo(second.trace().pixel());
        assertThat(third.trace().weight().orElseThrow().type().bits()).isEqualTo(3);
        assertThat(this.<TraceRow>table("#trace-steps").getItems()).isEqualTo(third.rows());
        assertThat(third.rows()).isNotEqualTo(second.rows());
        assertThat(third.trace().output()).isEqualTo(computed(third.trace().pixel()));
    }

    @Test
    void everyColumnIsSeenAndTheLastOneGivesWayInANarrowWindow(FxRobot robot) {
        open(robot);
        Stage trace = (Stage) window.trace().scene().getWindow();

        assertThat(cutCells("#trace-taps")).isEmpty();
        assertThat(cutCells("#trace-steps")).isEmpty();
        assertThat(how().isVisible()).isTrue();
        robot.interact(() -> {
            window.theme().toggle();
            trace.setWidth(960);
            trace.setHeight(560);
        });
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(cutCells("#trace-taps")).isEmpty();
        assertThat(cutCells("#trace-steps")).isEmpty();
        assertThat(how().isVisible()).isFalse();
        robot.interact(() -> trace.setWidth(1240));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(how().isVisible()).isTrue();
    }

    @Test
    void theMismatchMeterOpensItWithMouseAndKeysAndEscapeClosesIt(FxRobot robot) {
        Button meter = (Button) window.scene().getRoot().lookup("#meter-mismatch");
        assertThat(meter.isDisabled()).isFalse();
        assertThat(meter.getAccessibleText()).contains("differ");

        robot.clickOn("#meter-mismatch");
        assertThat(isOpen()).isTrue();
        assertThat(answer()).isNotNull();
        robot.type(KeyCode.ESCAPE);
        assertThat(isOpen()).isFalse();
        robot.interact(() -> {
            stage.requestFocus();
            meter.requestFocus();
        });
        robot.type(KeyCode.SPACE);
        assertThat(isOpen()).isTrue();
        robot.interact(meter::fire);
        assertThat(isOpen()).as("the meter never closes it").isTrue();
    }

    private void pinDiffering(FxRobot robot) {
        robot.interact(() -> workspace.showImage(IMAGE));
        focusMaps(robot);
        robot.type(KeyCode.N);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void open(FxRobot robot) {
        focusMaps(robot);
        robot.type(KeyCode.T);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(isOpen()).isTrue();
    }

    private void focusMaps(FxRobot robot) {
        robot.interact(() -> {
            stage.requestFocus();
            window.scene().getRoot().lookup("#output-maps").requestFocus();
        });
    }

    private boolean isOpen() {
        WaitForAsyncUtils.waitForFxEvents();
        return window.trace().openProperty().get() && window.trace().scene().getWindow().isShowing();
    }

    private TraceAnswer answer() {
        return window.trace().model().answerProperty().get();
    }

    /** What the maps show of the integer path. */
    private double computed(Pixel pixel) {
        LayerResult shown = workspace.state().shown().orElseThrow();
        int at = pixel.row() * shown.planes().output().extent(3) + pixel.column();
        return shown.planes().channel(pixel.channel()).orElseThrow().integer().value(at);
    }

    private TableColumn<TraceRow, ?> how() {
        return this.<TraceRow>table("#trace-steps").getColumns().get(3);
    }

    /** Cells whose text is cut off by their own width, or that lie under the scroll bar or outside the table. */
    private List<String> cutCells(String query) {
        TableView<?> table = node(query, TableView.class);
        Bounds seen = table.localToScene(table.getBoundsInLocal());
        double right = table.lookupAll(".scroll-bar").stream()
                .filter(bar -> ((ScrollBar) bar).getOrientation() == Orientation.VERTICAL && bar.isVisible())
                .mapToDouble(bar -> bar.localToScene(bar.getBoundsInLocal()).getMinX())
                .findFirst()
                .orElse(seen.getMaxX());
        return table.lookupAll(".table-row-cell > .table-cell").stream()
                .map(TableCell.class::cast)
                .filter(cell -> cell.isVisible() && cell.getText() != null && !cell.getText().isEmpty())
                .filter(cell -> !cell.getText().equals(((Text) cell.lookup(".text")).getText())
                        || cell.localToScene(cell.getBoundsInLocal()).getMaxX() > right + 1)
                .map(TableCell::getText)
                .toList();
    }

    private <T> T node(String query, Class<T> type) {
        return type.cast(window.trace().scene().getRoot().lookup(query));
    }

    @SuppressWarnings("unchecked")
    private <T> TableView<T> table(String query) {
        return node(query, TableView.class);
    }

    private static String clipboard(FxRobot robot) {
        AtomicReference<String> text = new AtomicReference<>();
        robot.interact(() -> text.set(Clipboard.getSystemClipboard().getString()));
        return text.get();
    }
}
