package org.quantscope.ui;

import javafx.animation.PauseTransition;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.util.Duration;

/** Style classes that come and go. */
final class Styles {
    private static final Duration MOMENT = Duration.millis(150);
    private static final double STALE = 0.45;

    private Styles() {}

    /** Gives a node a style class, or takes it away. */
    static void set(Node node, String styleClass, boolean on) {
        if (!on) {
            node.getStyleClass().remove(styleClass);
        } else if (!node.getStyleClass().contains(styleClass)) {
            node.getStyleClass().add(styleClass);
        }
    }

    /** Gives a label a text, with the work that this is, only where it says something else. */
    static void setText(Labeled label, String text) {
        if (!text.equals(label.getText())) {
            label.setText(text);
        }
    }

    /** Dims nodes while what they show is stale, but only after a moment, so that they do not flicker. */
    static void dimWhile(ObservableValue<Boolean> stale, Node... nodes) {
        PauseTransition delay = new PauseTransition(MOMENT);
        delay.setOnFinished(event -> dim(nodes, true));
        stale.addListener((property, before, now) -> {
            if (now) {
                delay.playFromStart();
            } else {
                delay.stop();
                dim(nodes, false);
            }
        });
    }

    private static void dim(Node[] nodes, boolean on) {
        for (Node node : nodes) {
            node.setOpacity(on ? STALE : 1); // a style class would have the styles of everything inside worked out again
        }
    }

    /** Shows a node and gives it room, or neither. */
    static void present(Node node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
    }
}
