package org.quantscope.ui;

import javafx.animation.PauseTransition;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Duration;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** One sentence above the panes: a problem stays until it is closed, a notice goes by itself. */
final class MessageBar {
    private static final Duration NOTICE = Duration.seconds(6);

    private final Label text = Controls.label("");
    private final HBox bar = new HBox();
    private final PauseTransition leaving = new PauseTransition(NOTICE);

    MessageBar() {
        bar.setId("message-bar");
        text.setId("message-text");
        text.setWrapText(true);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        bar.getStyleClass().add("message-bar");
        bar.getChildren().setAll(
                text, Controls.iconButton("message-close", MaterialDesignC.CLOSE, "Close this message.", this::hide));
        leaving.setOnFinished(event -> hide());
        hide();
    }

    Node node() {
        return bar;
    }

    void showProblem(String sentence) {
        leaving.stop();
        show(sentence, "problem");
        text.setGraphic(Controls.icon(MaterialDesignA.ALERT_CIRCLE_OUTLINE));
    }

    /** A notice does not cover a problem that was not read yet. */
    void showNotice(String sentence) {
        if (bar.isVisible() && bar.getStyleClass().contains("problem")) {
            return;
        }
        show(sentence, "notice");
        text.setGraphic(Controls.icon(MaterialDesignC.CHECK_CIRCLE_OUTLINE));
        leaving.playFromStart();
    }

    void hide() {
        bar.setVisible(false);
        bar.setManaged(false);
    }

    private void show(String sentence, String kind) {
        text.setText(sentence);
        bar.getStyleClass().removeAll("problem", "notice");
        bar.getStyleClass().add(kind);
        bar.setAccessibleText(sentence);
        bar.setVisible(true);
        bar.setManaged(true);
    }
}
