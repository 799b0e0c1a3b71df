package org.quantscope.ui;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.quantscope.workspace.Workspace;

/** Calibration in a small window: on which images, how many, how far. */
final class CalibrationWindow {
    private static final double WIDTH = 620;

    private final CalibrationViewModel model;
    private final Dialogs dialogs;
    private final Scene scene;
    private Stage stage;

    CalibrationWindow(Workspace workspace, Theme theme, Dialogs dialogs) {
        this.model = new CalibrationViewModel(workspace);
        this.dialogs = dialogs;
        this.scene = new Scene(content(), WIDTH, Region.USE_COMPUTED_SIZE);
        theme.dress(scene.getStylesheets());
    }

    Scene scene() {
        return scene;
    }

    private VBox content() {
        Label explained = Controls.label("The float network runs on the images, and the smallest and the largest value of"
                + " every layer's input and output are kept, with their averages and a histogram: what all range methods"
                + " need. Each image is looked at twice; memory does not grow with their number.", "muted");
        explained.setWrapText(true);
        explained.setMinHeight(Region.USE_PREF_SIZE);
        Label source = Controls.label("", "medium");
        source.setId("calibration-source");
        source.setMinWidth(0);
        source.textProperty().bind(model.sourceProperty());
        HBox data = new HBox(8, source, Controls.spring(),
                new LimitChoice("calibration-limit", Integer.MAX_VALUE, "How many of the images are observed.",
                        model::limit),
                chooseImages());
        data.setAlignment(Pos.CENTER_LEFT);
        Label ranges = Controls.label("", "muted");
        ranges.setId("calibration-ranges");
        ranges.textProperty().bind(model.rangesProperty());
        VBox content = new VBox(12, explained, data,
                new JobBar("calibration", "Calibrate", "Observe every layer's input and output on these images.",
                        model.statusProperty(), model.whyProperty(), model::start, model::cancel),
                ranges);
        content.setId("calibration");
        content.getStyleClass().add("pane");
        content.setPadding(new Insets(16));
        content.setPrefWidth(WIDTH);
        return content;
    }

    private Button chooseImages() {
        MenuItem file = item("calibration-choose-file", "File…",
                () -> dialogs.chooseImage().ifPresent(model::useImages));
        MenuItem folder = item("calibration-choose-folder", "Folder…",
                () -> dialogs.chooseImageFolder().ifPresent(model::useImages));
        ContextMenu menu = new ContextMenu(file, folder);
        Button button = new Button("Images…", Controls.icon(MaterialDesignI.IMAGE_MULTIPLE_OUTLINE));
        button.setId("calibration-choose");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(Controls.tooltip("Choose the images: an idx, .npy or .npz file, a folder of pictures, or ONNX"
                + " test data (test_data_set_*/input_0.pb)."));
        button.setOnAction(event -> menu.show(button, Side.BOTTOM, 0, 4));
        return button;
    }

    private static MenuItem item(String id, String text, Runnable handler) {
        MenuItem item = new MenuItem(text);
        item.setId(id);
        item.setOnAction(event -> handler.run());
        return item;
    }

    /** Opens the window, or brings it to the front. */
    void show(Window owner) {
        if (stage == null) {
            stage = new Stage();
            stage.setTitle("Calibration");
            stage.setScene(scene);
            stage.setMinWidth(520);
            stage.setMinHeight(220);
            if (owner instanceof Stage main) {
                stage.getIcons().setAll(main.getIcons());
            }
        }
        stage.show();
        stage.toFront();
    }

    void close() {
        if (stage != null) {
            stage.hide();
        }
    }
}
