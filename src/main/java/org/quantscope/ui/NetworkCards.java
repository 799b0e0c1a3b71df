package org.quantscope.ui;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The frames that the sections of the network's window are put together from. */
final class NetworkCards {
    private NetworkCards() {}

    /** A frame with a head; the content takes the room. */
    static VBox card(String title, Region content, Node... besideTitle) {
        HBox head = new HBox(8);
        if (!title.isEmpty()) {
            Label name = Controls.label(title, "medium");
            name.setMinWidth(Region.USE_PREF_SIZE);
            head.getChildren().add(name);
        }
        head.getChildren().addAll(besideTitle);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("lesson-card-head");
        VBox card = new VBox(4, head, content);
        card.getStyleClass().add("lesson-card");
        card.setMinWidth(0);
        card.setMinHeight(0);
        VBox.setVgrow(content, Priority.ALWAYS);
        return card;
    }

    /** The line over the frames of a section: what is done, and on what. */
    static HBox line(Node... nodes) {
        HBox line = new HBox(10, nodes);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("network-line");
        return line;
    }

    /** A section: a line over what takes the room. */
    static VBox section(String id, HBox line, Region body) {
        VBox section = new VBox(8, line, body);
        section.setId(id);
        section.getStyleClass().add("network-section");
        VBox.setVgrow(body, Priority.ALWAYS);
        return section;
    }
}
