package org.quantscope.ui;

import java.util.Locale;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.controlsfx.control.PopOver;

/** One line for a layer's input or output; pressed, it opens the editor. */
final class ActivationRow {
    private final ActivationViewModel model;
    private final Label type = new Label();
    private final Label scale = new Label();
    private final Label zeroPoint = new Label();
    private final Label scaleSign = Controls.label("s", "muted");
    private final Label zeroSign = Controls.label("z", "muted");
    private final Button open = new Button();
    private final ParameterRow row;
    private PopOver popOver;

    ActivationRow(ActivationViewModel model) {
        this.model = model;
        String side = model.side().title().toLowerCase(Locale.ROOT);
        HBox line = new HBox(6, type, scaleSign, scale, zeroSign, zeroPoint);
        open.setGraphic(line);
        open.setId(side + "-edit");
        open.getStyleClass().add("flat-row");
        open.setTooltip(Controls.tooltip("How the layer's " + side + " is quantized; press to change bits, scheme, range,"
                + " scale and zero point."));
        open.setOnAction(event -> open());
        row = new ParameterRow(model.side().title(), open);
        model.shownProperty().addListener((property, before, now) -> show(now));
        show(model.shownProperty().get());
    }

    ParameterRow node() {
        return row;
    }

    private void open() {
        if (popOver == null) {
            popOver = new PopOver(new ActivationEditor(model).node());
            popOver.setArrowLocation(PopOver.ArrowLocation.RIGHT_TOP);
            popOver.setAnimated(false);
            popOver.setTitle(model.side().title());
        }
        popOver.getRoot().getStylesheets().setAll(open.getScene().getStylesheets());
        popOver.show(open);
    }

    private void show(ActivationViewModel.Shown now) {
        type.setText(now.type());
        boolean known = now.params().isPresent();
        scale.setText(now.params().map(params -> ParameterText.scale(params.scale())).orElse(""));
        zeroPoint.setText(now.params().map(params -> ParameterText.zeroPoint(params.zeroPoint())).orElse(""));
        Styles.present(scaleSign, known);
        Styles.present(scale, known);
        Styles.present(zeroSign, known);
        Styles.present(zeroPoint, known);
        open.setAccessibleText(model.side().title() + " " + now.type() + " " + scale.getText());
        boolean scaleByHand = now.choices()
                .filter(choices -> choices.scale().isPresent() || choices.range().byHand().isPresent())
                .isPresent();
        Styles.set(scale, "by-hand", scaleByHand);
        Styles.set(zeroPoint, "by-hand",
                now.choices().filter(choices -> choices.zeroPoint().isPresent()).isPresent());
    }
}
