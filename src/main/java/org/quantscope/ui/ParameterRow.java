package org.quantscope.ui;

import java.util.Locale;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A label, controls beside it, and room below for one sentence. */
final class ParameterRow extends VBox {
    private static final double LABEL_WIDTH = 82;
    private static final double NARROW_LABEL_WIDTH = 70;
    private static final double NARROW = 290;

    private final Label label;
    private final Label sentence = new Label();

    ParameterRow(String text, Node... controls) {
        label = Controls.label(text, "row-label");
        setLabelWidth(LABEL_WIDTH);
        widthProperty().addListener((property, before, now) ->
                setLabelWidth(now.doubleValue() < NARROW ? NARROW_LABEL_WIDTH : LABEL_WIDTH));
        for (Node control : controls) {
            if (control instanceof Label note && !note.getStyleClass().contains("row-note")) {
                note.setMinWidth(Region.USE_PREF_SIZE);
            }
        }
        HBox line = new HBox(label);
        line.getStyleClass().add("parameter-line");
        line.setAlignment(Pos.CENTER_LEFT);
        line.getChildren().addAll(controls);
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        sentence.getStyleClass().add("row-sentence");
        Styles.present(sentence, false);
        getChildren().setAll(line, sentence);
        getStyleClass().add("parameter-row");
    }

    private void setLabelWidth(double width) {
        label.setMinWidth(width);
        label.setPrefWidth(width);
        label.setMaxWidth(width);
    }

    void setLabel(String text) {
        label.setText(text);
    }

    Label label() {
        return label;
    }

    /** Lets the row say what concerns it. */
    ParameterRow listenTo(ObservableValue<RowFault> faults, RowFault.Row row) {
        sentence.setId("sentence-" + row.name().toLowerCase(Locale.ROOT));
        faults.addListener((property, before, now) -> say(now.isAt(row) ? now.sentence() : "", now.refused()));
        return this;
    }

    void say(String text, boolean refused) {
        sentence.setText(text);
        Styles.set(sentence, "bad", refused);
        Styles.set(sentence, "muted", !refused);
        Styles.present(sentence, !text.isEmpty());
    }
}
