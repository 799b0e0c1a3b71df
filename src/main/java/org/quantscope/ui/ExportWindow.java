package org.quantscope.ui;

import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.quantscope.workspace.Workspace;

/** The way out in a window of its own, beside the main one and in its colours. */
final class ExportWindow {
    private static final double WIDTH = 1160;
    private static final double HEIGHT = 760;

    private final ExportViewModel model;
    private final VerificationViewModel verification;
    private final ExportView view;
    private final Scene scene;
    private Stage stage;

    ExportWindow(Workspace workspace, Theme theme, Dialogs dialogs) {
        model = new ExportViewModel(workspace, dialogs);
        verification = new VerificationViewModel(workspace);
        view = new ExportView(model, verification, this::close);
        scene = new Scene(view.node(), WIDTH, HEIGHT);
        theme.dress(scene.getStylesheets());
    }

    Scene scene() {
        return scene;
    }

    ExportViewModel model() {
        return model;
    }

    VerificationViewModel verification() {
        return verification;
    }

    boolean isShowing() {
        return stage != null && stage.isShowing();
    }

    /** Opens the window, or brings it to the front. */
    void show(Window owner) {
        if (stage == null) {
            stage = new Stage();
            stage.setTitle("Export");
            stage.setScene(scene);
            stage.setMinWidth(960);
            stage.setMinHeight(620);
            stage.setOnHidden(event -> model.look(false));
            if (owner instanceof Stage main) {
                stage.getIcons().setAll(main.getIcons());
            }
        }
        stage.show();
        stage.toFront();
        model.look(true);
        view.focusFormats();
    }

    void close() {
        if (stage != null) {
            stage.hide();
        }
    }
}
