package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Long jobs of the network's window, with threads of their own: progress, cancel and going on. */
@ExtendWith(ApplicationExtension.class)
class NetworkJobsTest {
    private static final int IMAGES = 400;

    private Workspace workspace;
    private MainWindow window;
    private Stage stage;

    @Start
    void start(Stage shown) {
        stage = shown;
        workspace = new Workspace(Workers.threads(Platform::runLater));
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
    void anEvaluationIsStoppedKeepsWhatIsDoneAndGoesOn(FxRobot robot) throws Exception {
        robot.interact(() -> workspace.openSample("fashion-mobile.onnx"));
        await(() -> workspace.state().isAnswerCurrent() && workspace.state().task().isEmpty());
        DataSetViewModel model = window.network().dataSet();
        robot.interact(() -> {
            model.limit(IMAGES);
            window.actions().get("network.evaluate").run();
        });
        await(() -> model.rows().size() == 1);
        assertThat(node("#evaluation-cancel").isVisible()).isTrue();
        assertThat(node("#evaluation-start").isVisible()).isFalse();
        robot.interact(() -> ((Button) node("#evaluation-cancel")).fire());
        await(() -> !model.statusProperty().get().isRunning());
        JobStatus stopped = model.statusProperty().get();
        assertThat(stopped.state()).isEqualTo(JobStatus.State.STOPPED);
        assertThat(stopped.done()).isPositive().isLessThan(IMAGES);
        assertThat(((Label) node("#evaluation-words")).getText()).startsWith("Stopped after ");
        assertThat(((Button) node("#evaluation-start")).getText()).isEqualTo("Resume");
        assertThat(((ProgressBar) node("#evaluation-progress")).getProgress()).isBetween(0.0, 1.0);
        robot.interact(() -> ((Button) node("#evaluation-start")).fire());
        await(() -> model.statusProperty().get().state() == JobStatus.State.DONE);
        assertThat(model.rows()).singleElement().satisfies(row -> {
            assertThat(row.evaluation().images()).isEqualTo(IMAGES);
            assertThat(row.complete()).isTrue();
        });
    }

    private Node node(String query) {
        return window.network().scene().getRoot().lookup(query);
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        WaitForAsyncUtils.waitFor(180, TimeUnit.SECONDS, condition);
        WaitForAsyncUtils.waitForFxEvents();
    }
}
