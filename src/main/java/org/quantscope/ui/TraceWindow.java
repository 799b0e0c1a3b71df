package org.quantscope.ui;

import javafx.beans.property.BooleanProperty;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.Window;

/** The trace in a window of its own, beside the main one and in its colours: it follows the linked cursor. */
final class TraceWindow {
    private static final double WIDTH = 1240;
    private static final double HEIGHT = 720;

    private final TraceViewModel model;
    private final Scene scene;
    private Stage stage;

    TraceWindow(TraceViewModel model, Theme theme) {
        this.model = model;
        TraceView view = new TraceView(model, this::close);
        scene = new Scene(view.node(), WIDTH, HEIGHT);
        theme.dress(scene.getStylesheets());
    }

    BooleanProperty openProperty() {
        return model.openProperty();
    }

    TraceViewModel model() {
        return model;
    }

    Scene scene() {
        return scene;
    }

    /** Opens the trace, or closes it. */
    void toggle(Window owner) {
        if (stage != null && stage.isShowing()) {
            close();
        } else {
            show(owner);
        }
    }

    void close() {
        if (stage != null) {
            stage.hide();
        }
    }

    /** Opens the trace, or brings it to the front. */
    void show(Window owner) {
        if (stage == null) {
            stage = new Stage();
            stage.setTitle("Arithmetic of one output");
            stage.setScene(scene);
            stage.setMinWidth(960);
            stage.setMinHeight(560);
            stage.setOnHidden(event -> model.openProperty().set(false));
            if (owner instanceof Stage main) {
                stage.getIcons().setAll(main.getIcons());
            }
        }
        model.openProperty().set(true);
        stage.show();
        stage.toFront();
    }
}
