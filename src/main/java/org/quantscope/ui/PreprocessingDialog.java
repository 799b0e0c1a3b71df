package org.quantscope.ui;

import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.ButtonType;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import org.quantscope.settings.Preprocessing;

/** Asks how pixels become the network's input. */
final class PreprocessingDialog extends Dialog<Preprocessing> {
    PreprocessingDialog(PreprocessingForm form) {
        setTitle("Input normalisation");
        getDialogPane().setId("preprocessing-dialog");
        getDialogPane().getButtonTypes().setAll(ButtonType.OK, ButtonType.CANCEL);
        getDialogPane().setContent(content(form));
        Node confirm = getDialogPane().lookupButton(ButtonType.OK);
        confirm.disableProperty().bind(form.faultProperty().isNotEmpty());
        setResultConverter(button -> button == ButtonType.OK ? form.resultProperty().get().orElse(null) : null);
    }

    private static GridPane content(PreprocessingForm form) {
        ComboBox<PreprocessingForm.Preset> presets = new ComboBox<>();
        presets.setId("preprocessing-preset");
        presets.getItems().setAll(PreprocessingForm.PRESETS);
        presets.setPromptText("Choose…");
        presets.setMaxWidth(Double.MAX_VALUE);
        presets.valueProperty().addListener((property, before, chosen) -> form.fill(chosen.value()));
        ComboBox<Preprocessing.Layout> layout = new ComboBox<>();
        layout.setId("preprocessing-layout");
        layout.getItems().setAll(Preprocessing.Layout.values());
        layout.valueProperty().bindBidirectional(form.layoutProperty());
        layout.setTooltip(Controls.tooltip("Where the network's input has its channels: before or behind the image."));
        Label fault = Controls.label("", "bad");
        fault.setId("preprocessing-fault");
        fault.setWrapText(true);
        fault.setPrefWidth(380);
        fault.setMinHeight(34);
        fault.textProperty().bind(form.faultProperty());
        GridPane grid = new GridPane();
        grid.setHgap(12);
        grid.setVgap(8);
        grid.add(Controls.label("input = (pixel · scale − mean) / std, for each channel", "muted"), 0, 0, 2, 1);
        grid.addRow(1, Controls.label("Preset"), presets);
        grid.addRow(2, Controls.label("Scale"), field("scale", form.scaleProperty(),
                "What every pixel is multiplied by first; 1/255 makes bytes 0 to 1."));
        grid.addRow(3, Controls.label("Mean"), field("mean", form.meanProperty(),
                "What is taken off then: one number, or one for each channel with semicolons between them."));
        grid.addRow(4, Controls.label("Std"), field("std", form.stdProperty(),
                "What the rest is divided by: one number, or one for each channel with semicolons between them."));
        grid.addRow(5, Controls.label("Layout"), layout);
        grid.add(fault, 0, 6, 2, 1);
        return grid;
    }

    private static TextField field(String name, StringProperty text, String sentence) {
        TextField field = new TextField();
        field.setId("preprocessing-" + name);
        field.setTooltip(Controls.tooltip(sentence));
        field.setAccessibleText(name);
        field.setPrefWidth(300);
        Bindings.bindBidirectional(field.textProperty(), text);
        return field;
    }
}
