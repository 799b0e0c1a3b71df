package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import javafx.scene.shape.Line;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.quant.QuantParams;
import org.quantscope.settings.QuantSettings;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/**
 * A clip handle dragged for two seconds in the whole window, with its own threads: results of the visible channel follow
 * the finger, no frame costs the FX thread so much that it is missed, and the last value is the one that stays.
 */
@ExtendWith(ApplicationExtension.class)
class DragWindowTest {
    private static final long DRAG_NANOS = 2_000_000_000L;
    private static final double MOST_MILLISECONDS = 50;
    /** 30 for each second. */
    private static final int FEWEST_RESULTS = 60;

    private Workspace workspace;
    private Stage stage;

    @TempDir
    Path folder;

    /** One drag: the handle goes a little to and fro, a move for every frame. */
    private static final class Drag {
        /** As many places as a machine that paints every second frame comes to, so that no result is met twice. */
        private static final int REACH = 70;

        private final Robot robot = new Robot();
        private final double x;
        private final double y;
        private int moves;

        Drag(Bounds handle) {
            x = handle.getCenterX();
            y = handle.getCenterY();
        }

        void press() {
            robot.mouseMove(x, y);
            robot.mousePress(MouseButton.PRIMARY);
        }

        /** Always inwards of where it began, and never twice the same place one after another. */
        void move() {
            moves++;
            int phase = moves % (2 * REACH);
            robot.mouseMove(x - 3 - (phase < REACH ? phase : 2 * REACH - phase), y);
        }

        void release() {
            robot.mouseMove(x - 21, y);
            robot.mouseRelease(MouseButton.PRIMARY);
        }
    }

    @Start
    void start(Stage shown) {
        stage = shown;
        workspace = new Workspace(Workers.threads(Platform::runLater));
        MainWindow.create(workspace, new AnsweringDialogs(), WindowMemory.forgetful()).putOn(stage);
        stage.setX(0);
        stage.setY(0);
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
    void aLayerOfTheSampleFollowsTheFinger(FxRobot robot) throws Exception {
        robot.interact(() -> workspace.openSample("fashion-mobile.onnx"));
        awaitSettled();
        robot.interact(() -> workspace.focus("/ir1/dw/dw.0/Conv"));
        awaitSettled();
        dragTwice(robot);
    }

    /** 1.5 billion multiplications for all channels: too long for the ordinary build. */
    @Test
    @DisabledIfSystemProperty(named = "glass.platform", matches = "Monocle")
    void theSeedLayerFollowsTheFinger(FxRobot robot) throws Exception {
        float[] weights = new float[160 * 192];
        Random random = new Random(7);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() * 0.05);
        }
        Path file = OnnxModels.opset(13)
                .input("x", 1, 192, 224, 224)
                .initializer("w", weights, 160, 192, 1, 1)
                .node("Conv", "c", "x,w", "y")
                .output("y", 1, 160, 224, 224)
                .write(folder.resolve("seed.onnx"));
        robot.interact(() -> workspace.open(file));
        awaitSettled();
        dragTwice(robot);
    }

    /** The first drag warms up what a person's first seconds warm up too. */
    private void dragTwice(FxRobot robot) throws Exception {
        drag(robot);
        Seen seen = drag(robot);
        assertThat(seen.frames().dearest()).as("%s", seen).isLessThan(MOST_MILLISECONDS);
        // Where others keep the machine busy there are fewer frames; each second one shows something new even then.
        assertThat(seen.results()).as("%s", seen).isGreaterThanOrEqualTo(Math.min(FEWEST_RESULTS, seen.frames().count() / 2));
    }

    /** What a drag showed: how many different results of the visible channel, in which frames. */
    private record Seen(int results, FxFrames frames) {}

    private Seen drag(FxRobot robot) throws Exception {
        Set<QuantParams> results = new HashSet<>();
        robot.interact(() -> workspace.onChange(state -> visibleChannel(state, results)));
        Node handle = robot.from(robot.lookup("#clip-high").queryAll())
                .lookup((Node node) -> node instanceof Line)
                .query();
        Drag drag = WaitForAsyncUtils.asyncFx(() -> new Drag(handle.localToScreen(handle.getBoundsInLocal()))).get();
        FxFrames frames = new FxFrames(drag::move);
        robot.interact(drag::press);
        WaitForAsyncUtils.waitForFxEvents();
        QuantSettings before = workspace.state().settings();
        robot.interact(() -> {
            results.clear();
            frames.start();
        });
        long end = System.nanoTime() + DRAG_NANOS;
        await(() -> System.nanoTime() >= end);
        robot.interact(frames::stop);
        Seen seen = new Seen(results.size(), frames);
        robot.interact(drag::release);
        await(() -> workspace.state().undoLabel().filter(label -> label.startsWith("Clip")).isPresent());
        QuantSettings last = workspace.state().settings();
        assertThat(last).isNotEqualTo(before);
        awaitSettled();
        assertThat(workspace.state().settings()).isEqualTo(last);
        assertThat(workspace.state().shown().orElseThrow().params()).isEqualTo(workspace.state().params().orElseThrow());
        return seen;
    }

    private static void visibleChannel(WorkspaceState state, Set<QuantParams> results) {
        state.shown().flatMap(result -> result.params().weight())
                .ifPresent(weight -> results.add(weight.channel(state.focus().channel())));
    }

    private void awaitSettled() throws TimeoutException {
        await(() -> workspace.state().task().isEmpty()
                && workspace.state().model().isPresent()
                && workspace.state().model().orElseThrow().layers().stream()
                        .allMatch(layer -> workspace.state().isCurrent(layer.name()))
                && workspace.state().isShownCurrent());
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static void await(Callable<Boolean> condition) throws TimeoutException {
        WaitForAsyncUtils.waitFor(180, TimeUnit.SECONDS, condition);
        WaitForAsyncUtils.waitForFxEvents();
    }
}
