package org.quantscope;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.stage.Stage;
import org.quantscope.cli.BadInputException;
import org.quantscope.cli.SnapshotRequest;
import org.quantscope.ui.LessonViewModel;
import org.quantscope.ui.LessonWindow;
import org.quantscope.ui.Theme;
import org.quantscope.ui.WindowPicture;
import org.quantscope.workspace.LessonSubject;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;

/** Draws the lesson without a display: the seed question, or a layer of a model. JavaFX is running already. */
final class LessonPainter {
    private static final long PATIENCE_SECONDS = 300;
    private static final int FRAMES = 12;

    private final SnapshotRequest request;
    private final Workspace workspace;
    private final Stage stage = new Stage();

    /** On the FX thread. */
    private LessonPainter(SnapshotRequest request) {
        this.request = request;
        this.workspace = new Workspace(Workers.threads(FxThread.publisher()));
    }

    /**
     * Computes and writes the picture.
     *
     * @return one sentence for each problem on the way
     * @throws RuntimeException with a sentence if the model, the layer, the settings or the picture's file is no good
     */
    static List<String> draw(SnapshotRequest request) {
        LessonPainter painter = FxThread.call(() -> new LessonPainter(request));
        try {
            return painter.draw();
        } finally {
            FxThread.call(() -> {
                painter.stage.hide();
                painter.workspace.close();
                return true;
            });
        }
    }

    private List<String> draw() {
        boolean ofModel = request.model().isPresent() || request.layer().isPresent() || request.settings().isPresent();
        List<String> remarks = ofModel
                ? FxThread.call(() -> PictureSubject.open(workspace, request)).settle().remarks()
                : List.of();
        LessonWindow lesson = FxThread.call(() -> open(ofModel));
        await(lesson.model());
        FxThread.awaitFrames(FRAMES);
        FxThread.call(() -> {
            WindowPicture.write(lesson.scene(), request.output());
            return true;
        });
        return remarks;
    }

    private LessonWindow open(boolean ofModel) {
        LessonWindow lesson =
                new LessonWindow(workspace, new Theme(request.dark() ? Theme.Mode.DARK : Theme.Mode.LIGHT));
        if (ofModel) {
            lesson.choose(LessonSubject.layer(workspace.state().focus().layer()));
        }
        lesson.putOn(stage);
        stage.setMinWidth(0);
        stage.setMinHeight(0);
        stage.setWidth(request.width());
        stage.setHeight(request.height());
        stage.show();
        return lesson;
    }

    private static void await(LessonViewModel model) {
        CompletableFuture<String> done = new CompletableFuture<>();
        FxThread.call(() -> {
            Runnable check = () -> {
                if (!model.computingProperty().get()) {
                    done.complete(model.problemProperty().get());
                }
            };
            model.computingProperty().addListener((property, before, now) -> check.run());
            check.run();
            return true;
        });
        String problem =
                FxThread.await(done, PATIENCE_SECONDS, "The lesson was not computed within five minutes.");
        if (!problem.isEmpty()) {
            throw new BadInputException(problem);
        }
    }
}
