package org.quantscope;

import java.util.List;
import javafx.stage.Stage;
import org.quantscope.cli.SnapshotRequest;
import org.quantscope.ui.MainWindow;
import org.quantscope.ui.Theme;
import org.quantscope.ui.WindowDialogs;
import org.quantscope.ui.WindowMemory;
import org.quantscope.ui.WindowPicture;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/** Draws the window without a display: JavaFX runs on Monocle, which paints into memory. */
final class WindowPainter {
    private static final int SCREEN_WIDTH = 1920;
    private static final int SCREEN_HEIGHT = 1080;
    /** Layout and charts settle over a few frames after the last result. */
    private static final int FRAMES = 12;

    private WindowPainter() {}

    /**
     * What was drawn.
     *
     * @param state what the window shows
     * @param remarks one sentence for each problem on the way
     */
    record Drawn(WorkspaceState state, List<String> remarks) {}

    /** A window that is about to be drawn, with its own workspace. */
    private record Canvas(Workspace workspace, PictureSubject subject, MainWindow window, Stage stage) {}

    /** Tells JavaFX to do without a display. Has no effect once JavaFX is loaded, so it comes before everything else. */
    static void useMemoryForScreen(int width, int height) {
        System.setProperty("glass.platform", "Monocle");
        System.setProperty("monocle.platform", "Headless");
        // A window larger than Monocle's screen overflows its buffer in every frame.
        System.setProperty("headless.geometry",
                Math.max(SCREEN_WIDTH, width) + "x" + Math.max(SCREEN_HEIGHT, height) + "-32");
        System.setProperty("prism.order", "sw");
    }

    /**
     * Draws what the request names, the lesson or the window.
     *
     * @return one sentence for each thing that a person should know
     */
    static List<String> drawAny(SnapshotRequest request) {
        if (!request.lesson()) {
            return draw(request).remarks();
        }
        useMemoryForScreen(request.width(), request.height());
        FxThread.start();
        return LessonPainter.draw(request);
    }

    /**
     * Opens the window, waits until everything is computed, and writes the picture.
     *
     * @throws RuntimeException with a sentence if the model, the layer, the settings or the picture's file is no good
     */
    static Drawn draw(SnapshotRequest request) {
        useMemoryForScreen(request.width(), request.height());
        FxThread.start();
        Canvas canvas = FxThread.call(() -> open(request));
        try {
            Drawn drawn = canvas.subject().settle();
            FxThread.awaitFrames(FRAMES);
            FxThread.call(() -> {
                WindowPicture.write(canvas.window().scene(), request.output());
                return true;
            });
            return drawn;
        } finally {
            FxThread.call(() -> {
                canvas.stage().hide();
                canvas.workspace().close();
                return true;
            });
        }
    }

    private static Canvas open(SnapshotRequest request) {
        Workspace workspace = new Workspace(Workers.threads(FxThread.publisher()));
        Stage stage = new Stage();
        MainWindow window =
                MainWindow.create(workspace, new WindowDialogs(() -> stage), WindowMemory.forgetful());
        window.theme().modeProperty().set(request.dark() ? Theme.Mode.DARK : Theme.Mode.LIGHT);
        window.putOn(stage);
        stage.setMinWidth(0);
        stage.setMinHeight(0);
        stage.setWidth(request.width());
        stage.setHeight(request.height());
        stage.show();
        return new Canvas(workspace, PictureSubject.open(workspace, request), window, stage);
    }
}
