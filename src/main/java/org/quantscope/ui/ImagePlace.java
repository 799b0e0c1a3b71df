package org.quantscope.ui;

import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/** The number of the image shown. A click makes it a field to type another number in; Enter goes there, Esc stays. */
final class ImagePlace {
    private final SampleViewModel model;
    private final Label label = Controls.label("", "pane-subtitle");
    private final TextField field = new TextField();
    private final StackPane place = new StackPane(label);

    ImagePlace(SampleViewModel model) {
        this.model = model;
        label.setId("sample-place");
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.setTooltip(Controls.tooltip("Click to go to another image by its number, from 0."));
        label.setOnMouseClicked(event -> type());
        field.setId("sample-number");
        field.setPrefColumnCount(4);
        field.setMinWidth(Region.USE_PREF_SIZE);
        field.setAccessibleText("Number of the image to show");
        field.setOnAction(event -> go());
        field.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                leave();
                event.consume();
            }
        });
        field.focusedProperty().addListener((property, before, now) -> {
            if (!now) {
                leave();
            }
        });
    }

    Node node() {
        return place;
    }

    void update() {
        label.setText(model.place());
        label.setCursor(model.canStep() ? Cursor.HAND : Cursor.DEFAULT);
        leave();
    }

    private void type() {
        if (model.canStep()) {
            field.setText(model.inputProperty().get().map(shown -> Integer.toString(shown.index())).orElse(""));
            place.getChildren().setAll(field);
            field.requestFocus();
            field.selectAll();
        }
    }

    private void go() {
        if (model.goTo(field.getText())) {
            leave();
        } else {
            field.selectAll(); // no such image: the number stays to be corrected
        }
    }

    private void leave() {
        if (place.getChildren().contains(field)) {
            place.getChildren().setAll(label);
        }
    }
}
