package org.quantscope.ui;

import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** What the window shows while no network is open: what can be opened, or that one is being opened. */
final class EmptyHint {
    private static final String NOTHING = "No model is open";

    private final VBox box = new VBox();
    private final Label title = Controls.label(NOTHING, "pane-title");
    private final VBox offers = new VBox();

    EmptyHint(Actions actions) {
        box.setId("empty-hint");
        box.getStyleClass().add("empty-hint");
        ImageView icon = new ImageView(
                new Image(EmptyHint.class.getResource("/icons/quantscope-128.png").toExternalForm()));
        icon.setFitWidth(72);
        icon.setFitHeight(72);
        HBox samples = new HBox(8);
        samples.setAlignment(Pos.CENTER);
        samples.getChildren().add(button(actions.get("file.open"), "Open model…"));
        for (SampleNetwork sample : SampleNetwork.ALL) {
            samples.getChildren().add(button(actions.get("file.sample." + sample.id()), sample.id()));
        }
        offers.getStyleClass().add("empty-hint");
        offers.getChildren().setAll(
                Controls.label("Open an ONNX file, drop one here, or pick one of the samples.", "muted"), samples);
        title.setId("empty-title");
        box.getChildren().setAll(icon, title, offers);
    }

    /** @param task what is under way, for a person; empty: nothing */
    void show(Optional<String> task) {
        Styles.setText(title, task.map(now -> now + "…").orElse(NOTHING));
        offers.setVisible(task.isEmpty());
    }

    Node node() {
        return box;
    }

    private static Button button(Action action, String text) {
        Button button = new Button(text);
        button.setId(Controls.nodeId("empty-", action));
        Controls.wire(button, action);
        return button;
    }
}
