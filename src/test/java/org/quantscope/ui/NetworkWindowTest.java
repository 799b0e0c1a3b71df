package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quantscope.model.Layer;
import org.quantscope.quant.Granularity;
import org.quantscope.workspace.InputSource;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The network's window under a hand, with everything computed at once. */
@ExtendWith(ApplicationExtension.class)
class NetworkWindowTest {
    private static final Path PICTURES = Path.of("target", "pictures");
    private static final int IMAGES = 40;

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
    void withoutANetworkItSaysWhatIsMissing(FxRobot robot) {
        assertThat(window.actions().get("network.show").isEnabled()).isFalse();
        robot.interact(() -> window.network().show(stage, NetworkSection.DATA_SET));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(label("#evaluation-words")).isEqualTo("Open a network first.");
        assertThat(node("#evaluation-start").isDisabled()).isTrue();
        robot.interact(() -> window.network().sectionProperty().set(NetworkSection.SENSITIVITY));
        assertThat(label("#sensitivity-words")).isEqualTo("Open a network first.");
        assertThat(node("#sensitivity-start").isDisabled()).isTrue();
    }

    @Test
    void settingsAreEvaluatedListedAndComparedAndAFlipLeadsToItsImage(FxRobot robot) throws Exception {
        open(robot);
        robot.clickOn("#tool-network-show");
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(window.network().isShowing()).isTrue();
        robot.clickOn("#network-section-data-set");
        robot.interact(() -> {
            window.network().dataSet().limit(IMAGES);
            fire("#evaluation-start");
        });
        TableView<ObjectProperty<EvaluationRow>> results = table("#evaluation-results");
        assertThat(rows(results)).singleElement().satisfies(row -> {
            assertThat(row.evaluation().images()).isEqualTo(IMAGES);
            assertThat(row.complete()).isTrue();
            assertThat(row.label()).isEqualTo("As opened");
        });
        assertThat(label("#evaluation-words")).startsWith("Done");

        collapse(robot);
        assertThat(node("#evaluation-start").isDisabled()).isFalse();
        robot.interact(() -> fire("#evaluation-start"));
        assertThat(rows(results)).hasSize(2);
        EvaluationRow worst = rows(results).get(0);
        assertThat(worst.label()).isEqualTo("4 bits per tensor");
        assertThat(worst.changeColour()).isEqualTo("bad");
        assertThat(worst.change()).startsWith("−");
        assertThat(label("#evaluation-verdict")).contains("of 40 images are answered rightly").contains("fewer");
        assertThat(results.getSelectionModel().getSelectedItem().get()).isEqualTo(worst);
        TableView<ObjectProperty<FlipRow>> flips = table("#evaluation-flips");
        assertThat(rows(flips)).hasSize(worst.evaluation().flips().size()).hasSizeGreaterThan(10);
        picture(robot, "network-data");

        FlipRow flip = rows(flips).get(3);
        robot.clickOn(cell(robot, flips, flip.number()));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(workspace.state().input().orElseThrow().index()).isEqualTo(flip.image());

        robot.interact(() -> fire("#evaluation-filter-won"));
        assertThat(rows(flips)).allMatch(row -> row.kind() == FlipRow.Kind.WON);
        robot.interact(() -> results.getSelectionModel().select(1));
        robot.interact(() -> fire("#evaluation-restore"));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(workspace.state().settings()).isEqualTo(rows(results).get(1).settings());
        assertThat(node("#evaluation-restore").isDisabled()).isTrue();
        assertThat(label("#evaluation-words")).startsWith("Done");
    }

    @Test
    void layersAreRankedColouredOnTheStripAndLedTo(FxRobot robot) throws Exception {
        open(robot);
        collapse(robot);
        robot.interact(() -> window.network().show(stage, NetworkSection.SENSITIVITY));
        assertThat(rows(this.<SensitivityRow>table("#sensitivity-table"))).isEmpty();
        robot.interact(() -> {
            ((LimitChoice) node("#sensitivity-limit")).setValue(16);
            fire("#sensitivity-start");
        });
        WaitForAsyncUtils.waitForFxEvents();
        TableView<ObjectProperty<SensitivityRow>> table = table("#sensitivity-table");
        assertThat(rows(table)).hasSize(19);
        assertThat(rows(table)).extracting(row -> row.entry().logitMse())
                .isSortedAccordingTo((one, other) -> Double.compare(other, one));
        assertThat(rows(table).get(0).displayName()).contains("dw");
        picture(robot, "network-sensitivity");

        SensitivityRow second = rows(table).get(1);
        robot.clickOn(cell(robot, table, second.displayName()));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(workspace.state().focus().layer()).isEqualTo(second.name());
        Region chart = (Region) node("#sensitivity-chart");
        robot.clickOn(chart.localToScreen(chart.getWidth() - 8, 120));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(workspace.state().focus().layer())
                .isEqualTo(rows(table).stream().filter(row -> row.place() == 18).findFirst().orElseThrow().name());

        robot.interact(() -> fire("#sensitivity-mode-all-but-this-layer"));
        assertThat(rows(table)).hasSize(19).allMatch(row -> row.mode().startsWith("All but"));
        robot.interact(() -> fire("#sensitivity-target-weights"));
        assertThat(rows(table)).hasSize(19).allMatch(row -> row.target().equals("Weights"));
        assertThat(window.strip().effectsKnownProperty().get()).isTrue();
        robot.press(KeyCode.CONTROL, KeyCode.Z).release(KeyCode.Z, KeyCode.CONTROL);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(workspace.state().undoLabel()).as("taken back in the network's window").isEmpty();
        assertThat(node("#sensitivity-stale").isVisible()).isTrue();
        assertThat(rows(table)).as("kept until measured anew").hasSize(19);
    }

    @Test
    void theAnswerFollowsAnEdit(FxRobot robot) throws Exception {
        open(robot);
        robot.interact(() -> {
            workspace.showImage(4);
            window.network().show(stage, NetworkSection.ANSWER);
        });
        assertThat(label("#answer-image")).isEqualTo("#4, Sneaker");
        assertThat(label("#answer-verdict")).isEqualTo("The network still answers Sneaker");
        assertThat(label("#answer-label")).isEqualTo("The data say Sneaker: both networks are right.");
        String before = node("#answer-chart").getAccessibleText();
        assertThat(before).contains("Ankle boot · float ").contains("quantized");

        collapse(robot);
        assertThat(label("#answer-verdict")).startsWith("The network now answers ").endsWith(", not Sneaker");
        assertThat(node("#answer-verdict").getStyleClass()).contains("bad").doesNotContain("good");
        assertThat(label("#answer-label")).endsWith("the quantized one is not.");
        assertThat(node("#answer-chart").getAccessibleText()).isNotEqualTo(before);
        picture(robot, "network-answer");
        robot.interact(() -> fire("#answer-figure-outputs"));
        assertThat(node("#answer-chart").getAccessibleText()).doesNotContain("%");
    }

    @Test
    void theCurvesReadOutLeadToLayersAndSayWhyThereAreNone(FxRobot robot) throws Exception {
        open(robot);
        robot.interact(() -> window.network().show(stage, NetworkSection.DIVERGENCE));
        WaitForAsyncUtils.waitForFxEvents();
        TableView<ObjectProperty<DivergenceRow>> table = table("#divergence-table");
        assertThat(rows(table)).hasSize(20);
        assertThat(rows(table).get(19).displayName()).isEqualTo("output of the network");
        assertThat(rows(table)).allMatch(row -> row.quantization() > 0);
        picture(robot, "network-divergence");

        Region chart = (Region) node("#divergence-chart");
        Point2D middle = chart.localToScreen(chart.getWidth() / 2, 200);
        robot.moveTo(middle);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(chart.lookupAll(".label").stream().map(found -> ((Label) found).getText()))
                .anyMatch(text -> text.contains("fake-quant from float ") && text.contains("integer from fake-quant"));
        robot.clickOn(middle);
        WaitForAsyncUtils.waitForFxEvents();
        int chosen = table.getSelectionModel().getSelectedIndex();
        assertThat(chosen).isBetween(8, 11);
        assertThat(workspace.state().focus().layer()).isEqualTo(rows(table).get(chosen).name());
        robot.clickOn(cell(robot, table, rows(table).get(2).displayName()));
        assertThat(workspace.state().focus().layer()).isEqualTo(rows(table).get(2).name());

        robot.interact(() -> workspace.edit("12 bits", settings -> settings.withLayer(
                rows(table).get(2).name(), own ->
                        own.editWeight(weight -> weight.withType(weight.type().withBits(12))))));
        assertThat(rows(table)).isEmpty();
        assertThat(((Label) chart.lookup("#chart-without")).getText()).startsWith("These settings cannot run in 8-bit integers.");
        picture(robot, "network-refused");
    }

    @Test
    void theKeysOpenItAndEscapeClosesIt(FxRobot robot) {
        open(robot);
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.N).release(KeyCode.N, KeyCode.SHIFT, KeyCode.CONTROL);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(window.network().isShowing()).isTrue();
        robot.type(KeyCode.ESCAPE);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(window.network().isShowing()).isFalse();
    }

    @Test
    void theActionSearchFindsWhatTheNetworkOffersAndLayersCanReadQuantizedOnes(FxRobot robot) {
        open(robot);
        double isolated = workspace.state().summaries().get(last()).error().sqnrDb();
        robot.interact(() -> window.actions().get("network.accumulated").run());
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(workspace.state().inputSource()).isEqualTo(InputSource.ACCUMULATED);
        assertThat(workspace.state().summaries().get(last()).error().sqnrDb()).isLessThan(isolated);
        robot.interact(() -> fire("#input-source-isolated"));
        assertThat(workspace.state().inputSource()).isEqualTo(InputSource.ISOLATED);
        ActionSearch search = new ActionSearch(window.actions()::all, workspace);
        assertThat(search.find("sensitivity")).extracting(Action::id).contains("network.sensitivity");
        assertThat(search.find("evaluate")).extracting(Action::id).contains("network.evaluate");
        assertThat(search.find("network strip")).extracting(Action::id).contains("view.strip");
        assertThat(search.find("whole network")).extracting(Action::id).contains("network.show");
    }

    private void picture(FxRobot robot, String name) throws Exception {
        for (Theme.Mode mode : Theme.Mode.values()) {
            boolean dark = mode == Theme.Mode.DARK;
            Path file = PICTURES.resolve(name + "-" + mode + ".png");
            robot.interact(() -> {
                window.theme().modeProperty().set(mode);
                Stage shown = (Stage) window.network().scene().getWindow();
                shown.setWidth(dark ? 1024 : 1440);
                shown.setHeight(dark ? 700 : 900);
            });
            WaitForAsyncUtils.waitForFxEvents();
            robot.interact(() -> WindowPicture.write(window.network().scene(), file));
            assertThat(new Image(file.toUri().toString()).getWidth()).isEqualTo(dark ? 1024 : 1440);
        }
        robot.interact(() -> window.theme().modeProperty().set(Theme.Mode.LIGHT));
    }

    private void open(FxRobot robot) {
        robot.interact(() -> workspace.openSample("fashion-mobile.onnx"));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private String last() {
        return workspace.state().model().orElseThrow().layers().get(18).name();
    }

    private void collapse(FxRobot robot) {
        robot.interact(() -> workspace.edit("4 bits per tensor", settings -> {
            for (Layer layer : workspace.state().model().orElseThrow().layers()) {
                settings = settings.withLayer(layer.name(), own -> own.editWeight(weight -> weight
                        .withGranularity(Granularity.PER_TENSOR).withType(weight.type().withBits(4))));
            }
            return settings;
        }));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static Node cell(FxRobot robot, TableView<?> table, String text) {
        return robot.from(table)
                .lookup((Node node) -> node instanceof TableCell<?, ?> cell && text.equals(cell.getText()))
                .query();
    }

    private void fire(String query) {
        ((ButtonBase) node(query)).fire();
    }

    private String label(String query) {
        WaitForAsyncUtils.waitForFxEvents();
        return ((Label) node(query)).getText();
    }

    private Node node(String query) {
        Node found = window.network().scene().getRoot().lookup(query);
        return found == null ? window.scene().getRoot().lookup(query) : found;
    }

    @SuppressWarnings("unchecked")
    private <T> TableView<ObjectProperty<T>> table(String query) {
        return (TableView<ObjectProperty<T>>) node(query);
    }

    private static <T> List<T> rows(TableView<ObjectProperty<T>> table) {
        return table.getItems().stream().map(ObjectProperty::get).toList();
    }
}
