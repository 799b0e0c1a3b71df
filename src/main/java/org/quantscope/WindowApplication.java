package org.quantscope;

import javafx.application.Application;
import javafx.stage.Stage;
import org.quantscope.cli.CommandStreams;
import org.quantscope.ui.MainWindow;
import org.quantscope.ui.OpeningScene;
import org.quantscope.ui.WindowDialogs;
import org.quantscope.ui.WindowMemory;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;

/**
 * The window of a person. It is shown first, then its panes are built, then the model is opened and the engine is loaded.
 * JavaFX makes the only instance.
 */
public final class WindowApplication extends Application {
    private final StartupTimes times = StartupTimes.ofThisProcess(CommandStreams.standard().err());
    private Workspace workspace;

    @Override
    public void start(Stage stage) {
        times.reached("JavaFX started");
        WindowMemory memory = WindowMemory.ofUser();
        stage.setTitle("Quantscope");
        stage.setScene(OpeningScene.create(memory));
        stage.show();
        FxThread.afterPainting(stage.getScene(), () -> {
            times.reached("window shown");
            build(stage, memory);
        });
    }

    private void build(Stage stage, WindowMemory memory) {
        FxThread.Gate gate = new FxThread.Gate();
        workspace = new Workspace(Workers.threads(gate));
        times.follow(workspace);
        // The model is read on its worker while the panes are built, and shown behind their first frame.
        WindowArguments.parse(getParameters().getRaw()).orElseThrow().openIn(workspace);
        MainWindow window = MainWindow.create(workspace, new WindowDialogs(() -> stage), memory);
        new UncaughtProblems(window::showProblem).watch();
        window.putOn(stage);
        FxThread.afterFrames(1, () -> {
            times.reached("panes built");
            workspace.loadEngine();
            gate.open();
        });
    }

    @Override
    public void stop() {
        if (workspace != null) {
            workspace.close();
        }
    }
}
