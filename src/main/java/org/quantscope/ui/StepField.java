package org.quantscope.ui;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** A number field with two arrows behind it; with Shift they step finely. */
final class StepField extends HBox {
    private final NumberField field;

    StepField(NumberField field, NumberField.Stepping stepping) {
        this.field = field;
        field.onStep(stepping);
        getStyleClass().add("step-field");
        setAlignment(Pos.CENTER_LEFT);
        VBox arrows = new VBox(
                arrow("up", MaterialDesignC.CHEVRON_UP, 1, stepping),
                arrow("down", MaterialDesignC.CHEVRON_DOWN, -1, stepping));
        arrows.getStyleClass().add("step-arrows");
        getChildren().setAll(field, arrows);
        setMaxWidth(USE_PREF_SIZE);
    }

    private Button arrow(String way, Ikon ikon, int steps, NumberField.Stepping stepping) {
        Button button = new Button(null, Controls.icon(ikon));
        button.setId(field.getId() + "-" + way);
        button.getStyleClass().add("step-arrow");
        button.setFocusTraversable(false);
        button.setAccessibleText("One step " + way);
        boolean[] shift = new boolean[1];
        button.setOnMousePressed(event -> shift[0] = event.isShiftDown());
        button.setOnAction(event -> stepping.step(steps, shift[0]));
        return button;
    }

    NumberField field() {
        return field;
    }
}
