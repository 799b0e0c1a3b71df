package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.workspace.ExportChoice;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The export window under a hand, with everything computed at once. */
@ExtendWith(ApplicationExtension.class)
class ExportWindowTest {
    private static final Path PICTURES = Path.of("target", "pictures");

    @TempDir
    private Path folder;

    private final AnsweringDialogs dialogs = new AnsweringDialogs();
    private Workspace workspace;
    private MainWindow window;
    private Stage stage;

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
    void theKeysOpenItArrowsChooseAFormatAndEscapeClosesIt(FxRobot robot) {
        open(robot);
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.X).release(KeyCode.X, KeyCode.SHIFT, KeyCode.CONTROL);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(window.export().isShowing()).isTrue();
        assertThat(formats().getSelectionModel().getSelectedItem().word()).isEqualTo("settings");
        assertThat(node("#verification").isVisible()).isFalse();
        robot.type(KeyCode.DOWN);
        WaitForAsyncUtils.waitForFxEvents();
        ExportChoice second = window.export().model().choices().get(1);
        assertThat(workspace.exporting().state().choice()).isEqualTo(second);
        assertThat(label("#export-sentence")).isEqualTo(second.sentence());
        robot.type(KeyCode.ESCAPE);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(window.export().isShowing()).isFalse();
        assertThat(new ActionSearch(window.actions()::all, workspace).find("aimet")).extracting(Action::id)
                .contains("file.export");
    }

    @Test
    void findingsAreListedFixedAndTakenBack(FxRobot robot) throws Exception {
        open(robot);
        robot.interact(() -> workspace.edit("6 bits", settings -> settings.withLayer(first(), own -> own.editWeight(
                weight -> weight.withType(weight.type().withBits(6)).withOverride(List.of(1), c -> c.withBits(3))))));
        show(robot, "tflite");
        TableView<ObjectProperty<FindingRow>> table = findings();
        assertThat(table.getItems()).isNotEmpty();
        assertThat(label("#export-summary")).contains("refused");
        assertThat(node("#export-save").isDisabled()).isTrue();
        robot.interact(() -> {
            table.requestFocus();
            table.getSelectionModel().select(1);
        });
        WaitForAsyncUtils.waitForFxEvents();
        picture(robot, "export-findings");
        assertThat(label("#export-detail")).startsWith("Nothing is saved because of this. ");
        robot.type(KeyCode.ENTER);
        assertThat(workspace.state().focus().layer()).isEqualTo(table.getItems().get(1).get().finding().layer());

        int before = table.getItems().size();
        FindingRow fixed = table.getItems().get(1).get();
        robot.type(KeyCode.F);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(workspace.state().undoLabel()).contains(fixed.fix());
        assertThat(table.getItems()).extracting(row -> row.get().finding().reason())
                .doesNotContain(fixed.finding().reason());
        Object settings = workspace.state().settings();
        robot.interact(() -> ((ButtonBase) node("#export-fix-button")).fire());
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(workspace.state().settings()).isNotEqualTo(settings);
        robot.press(KeyCode.CONTROL, KeyCode.Z).release(KeyCode.Z, KeyCode.CONTROL);
        robot.press(KeyCode.CONTROL, KeyCode.Z).release(KeyCode.Z, KeyCode.CONTROL);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(table.getItems()).hasSize(before);

        robot.interact(() -> ((ButtonBase) node("#export-fix-all")).fire());
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(table.getItems()).noneMatch(row -> row.get().finding().refused());
    }

    @Test
    void aNetworkIsSavedAndVerified(FxRobot robot) throws Exception {
        open(robot);
        show(robot, "qoperator");
        picture(robot, "export-qoperator");
        dialogs.file = Optional.of(folder.resolve("out.onnx"));
        robot.interact(() -> ((ButtonBase) node("#export-save")).fire());
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(label("#export-saving")).isEqualTo("Saved as out.onnx, read back and compared.");
        assertThat(folder.resolve("out.onnx")).exists();
        robot.interact(() -> {
            window.export().verification().limit(2);
            ((ButtonBase) node("#verification-start")).fire();
        });
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(label("#verification-verdict")).startsWith("On 2 images: 0 of ");
        assertThat(node("#verification-verdict").getStyleClass()).contains("good");
        picture(robot, "export-verified");
    }

    private void open(FxRobot robot) {
        robot.interact(() -> workspace.openSample("fashion-mobile.onnx"));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private String first() {
        return workspace.state().model().orElseThrow().layers().get(0).name();
    }

    private void show(FxRobot robot, String word) {
        robot.interact(() -> {
            window.export().show(stage);
            workspace.exporting().choose(word);
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void picture(FxRobot robot, String name) throws Exception {
        for (Theme.Mode mode : Theme.Mode.values()) {
            boolean dark = mode == Theme.Mode.DARK;
            Path file = PICTURES.resolve(name + "-" + mode + ".png");
            robot.interact(() -> {
                window.theme().modeProperty().set(mode);
                Stage shown = (Stage) window.export().scene().getWindow();
                shown.setWidth(dark ? 1024 : 1280);
                shown.setHeight(dark ? 700 : 820);
            });
            WaitForAsyncUtils.waitForFxEvents();
            robot.interact(() -> WindowPicture.write(window.export().scene(), file));
            assertThat(new Image(file.toUri().toString()).getWidth()).isEqualTo(dark ? 1024 : 1280);
        }
        robot.interact(() -> window.theme().modeProperty().set(Theme.Mode.LIGHT));
    }

    private Node node(String query) {
        return window.export().scene().getRoot().lookup(query);
    }

    private String label(String query) {
        return ((Label) node(query)).getText();
    }

    @SuppressWarnings("unchecked")
    private ListView<ExportChoice> formats() {
        return (ListView<ExportChoice>) node("#export-formats");
    }

    @SuppressWarnings("unchecked")
    private TableView<ObjectProperty<FindingRow>> findings() {
        return (TableView<ObjectProperty<FindingRow>>) node("#export-findings");
    }
}
