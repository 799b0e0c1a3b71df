package org.quantscope.ui;

import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.quantscope.ui.chart.Palette;
import org.quantscope.workspace.Workspace;

/** The panes of the layer in focus: weights, output, parameters and channels. */
final class ExplorerPanes {
    private final Region weights = place("weights");
    private final Region output = place("output");
    private final VBox side = new VBox(place("parameters"), place("channels"));

    private ExplorerPanes() {
        VBox.setVgrow(side.getChildren().get(1), Priority.ALWAYS);
    }

    static ExplorerPanes create(Workspace workspace, Actions actions) {
        return new ExplorerPanes();
    }

    Region weights() {
        return weights;
    }

    Region output() {
        return output;
    }

    Region side() {
        return side;
    }

    void setPalette(Palette palette) {}

    private static Region place(String id) {
        StackPane pane = new StackPane(new Label(id));
        pane.getStyleClass().add("pane");
        return pane;
    }
}
