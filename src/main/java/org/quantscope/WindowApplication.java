package org.quantscope;

import javafx.application.Application;
import javafx.stage.Stage;
import org.quantscope.cli.CommandStreams;
import org.quantscope.ui.MainWindow;
import org.quantscope.ui.WindowDialogs;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;

/**
 * The window of a person. It is shown first; the model is opened and the engine is loaded behind it. JavaFX makes the
 * only instance.
 */
public final class WindowApplication extends Application {
    private final StartupTimes times = StartupTimes.ofThisProcess(CommandStreams.standard().err());
    private Workspace workspace;

    @Override
    public void start(Stage stage) {
        times.reached("JavaFX started");
        FxThread.Gate gate = new FxThread.Gate();
        workspace = new Workspace(Workers.threads(gate));
        times.follow(workspace);
        // The model is read on its worker while the window is built, and shown behind the first frame.
        WindowArguments.parse(getParameters().getRaw()).orElseThrow().openIn(workspace);
        MainWindow window = MainWindow.create(workspace, new WindowDialogs(() -> stage));
        new UncaughtProblems(window::showProblem).watch();
        window.putOn(stage);
        times.reached("window built");
        stage.show();
        times.reached("window shown");
        FxThread.afterFrame(stage.getScene(), () -> {
            times.reached("first frame");
            workspace.loadEngine();
            gate.open();
        });
    }

    @Override
    public void stop() {
        workspace.close();
    }
}
