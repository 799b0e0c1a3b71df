package org.quantscope.ui;

import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.quantscope.workspace.LessonSubject;
import org.quantscope.workspace.Workspace;

/** The lesson in a window of its own, in the colours of the main one. */
public final class LessonWindow {
    private static final double WIDTH = 1100;
    private static final double HEIGHT = 700;

    private final LessonViewModel model;
    private final Scene scene;
    private Stage stage;
    private Window owner;

    /** @param theme the theme of the main window, which this one follows */
    public LessonWindow(Workspace workspace, Theme theme) {
        model = new LessonViewModel(workspace);
        LessonView view = new LessonView(model, this::close, this::showOwner);
        scene = new Scene(view.node(), WIDTH, HEIGHT);
        theme.dress(scene.getStylesheets());
        theme.modeProperty().addListener((property, before, now) ->
                view.setPalette(theme.paletteProperty().getValue()));
        view.setPalette(theme.paletteProperty().getValue());
    }

    public Scene scene() {
        return scene;
    }

    public LessonViewModel model() {
        return model;
    }

    /** Looks at a layer of the open model. */
    public void choose(LessonSubject subject) {
        model.choose(subject);
    }

    /** Puts the lesson on a stage and begins to compute. */
    public void putOn(Stage newStage) {
        stage = newStage;
        stage.setTitle(LessonWords.TITLE);
        stage.setScene(scene);
        stage.setMinWidth(960);
        stage.setMinHeight(620);
        stage.setOnHidden(event -> model.openProperty().set(false));
        model.openProperty().set(true);
    }

    /** Opens the lesson, or brings it to the front. */
    public void show(Window newOwner) {
        owner = newOwner;
        if (stage == null) {
            Stage made = new Stage();
            if (owner instanceof Stage main) {
                made.getIcons().setAll(main.getIcons());
            }
            putOn(made);
        }
        model.openProperty().set(true);
        stage.show();
        stage.toFront();
    }

    /** Closes the lesson, if it is open. */
    public void close() {
        if (stage != null) {
            stage.hide();
        }
    }

    private void showOwner() {
        if (owner instanceof Stage main) {
            main.toFront();
            main.requestFocus();
        }
    }
}
