package org.quantscope.ui;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Spinner;
import javafx.scene.layout.VBox;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.settings.ActivationSettings;

/** Edits how a layer's input or output is quantized; the content of a pop-over. */
final class ActivationEditor {
    private final ActivationViewModel model;
    private final VBox rows = new VBox();
    private final Segments<String> kind;
    private final Spinner<Integer> bits = new Spinner<>(QuantType.MIN_BITS, QuantType.MAX_BITS, 8);
    private final Segments<Boolean> signed;
    private final CheckBox narrow = new CheckBox("Narrow");
    private final NumberField low;
    private final NumberField high;
    private final ComboBox<String> method = new ComboBox<>();
    private final NumberField percent;
    private final FormulaChoice formula;
    private final Label onnxRemark = Controls.label("", "muted", "row-note");
    private final NumberField scale;
    private final NumberField zeroPoint;
    private final List<ParameterRow> quantizedRows;
    private final ParameterRow formulaRow;
    private boolean showing;

    ActivationEditor(ActivationViewModel model) {
        this.model = model;
        String side = model.side().title().toLowerCase(Locale.ROOT);
        kind = new Segments<>(side + "-scheme", List.of("Symmetric", "Affine", "Float"), text -> text,
                "Real zero in the middle of the codes, wherever the range puts it, or no codes at all.");
        signed = new Segments<>(side + "-type", List.of(true, false), on -> on ? "Signed" : "Unsigned",
                "Codes around zero, or from zero upwards.");
        low = new NumberField(side + "-low", "Lower end of the range that the codes cover.");
        high = new NumberField(side + "-high", "Upper end of the range that the codes cover.");
        scale = new NumberField(side + "-scale", "Real step between two codes: (hi − lo) / (qmax − qmin).");
        zeroPoint = new NumberField(side + "-zero-point", "The code of real zero.");
        percent = new NumberField(side + "-percent", "So many percent of the magnitudes stay inside the range.");
        percent.setPrefWidth(64);
        percent.setMinWidth(50);
        formula = new FormulaChoice(side + "-formula",
                model.side() == ActivationSide.INPUT ? FormulaText.OF_INPUTS : FormulaText.OF_OUTPUTS,
                model::chooseFormula);
        formulaRow = new ParameterRow("Formula", formula, onnxRemark);
        wire(side);
        ParameterRow fault = new ParameterRow("");
        model.faultProperty().addListener((property, before, now) -> {
            fault.say(now, true);
            Styles.present(fault, !now.isEmpty());
        });
        Styles.present(fault, false);
        quantizedRows = List.of(
                new ParameterRow("Bits", bits),
                new ParameterRow("Type", signed, narrow),
                new ParameterRow("Range", low, Controls.label("to", "muted"), high),
                new ParameterRow("", method, percent),
                new ParameterRow("Scale", new StepField(scale, model::stepScale)),
                new ParameterRow("Zero-point", new StepField(zeroPoint, (steps, fine) -> model.stepZeroPoint(steps))));
        rows.setId(side + "-editor");
        rows.getStyleClass().addAll("parameter-rows", "popover-rows");
        rows.setPrefWidth(308);
        rows.getChildren().add(new ParameterRow("Scheme", kind));
        rows.getChildren().add(formulaRow);
        rows.getChildren().addAll(quantizedRows);
        rows.getChildren().add(fault);
        model.shownProperty().addListener((property, before, now) -> show(now));
        show(model.shownProperty().get());
    }

    VBox node() {
        return rows;
    }

    private void wire(String side) {
        kind.onChosen(text -> {
            if (text.equals("Float")) {
                model.chooseQuantized(false);
            } else {
                model.chooseScheme(text.equals("Affine") ? QuantScheme.AFFINE : QuantScheme.SYMMETRIC);
            }
        });
        bits.setId(side + "-bits");
        bits.setEditable(false);
        bits.setPrefWidth(90);
        bits.setTooltip(Controls.tooltip("Bits of a code, 2 to 16."));
        bits.valueProperty().addListener((property, before, now) -> {
            if (!showing) {
                model.chooseBits(now);
            }
        });
        signed.onChosen(model::chooseSigned);
        narrow.setId(side + "-narrow");
        narrow.setTooltip(Controls.tooltip("Drops the lowest code of a signed type, the highest of an unsigned one."));
        narrow.setOnAction(event -> model.chooseNarrow(narrow.isSelected()));
        low.setPrefWidth(90);
        high.setPrefWidth(90);
        scale.setPrefWidth(113);
        zeroPoint.setPrefWidth(113);
        low.onTaken(text -> model.typeRange(false, text));
        high.onTaken(text -> model.typeRange(true, text));
        method.setId(side + "-range");
        method.getItems().setAll(RangeMethods.ofActivations());
        method.setTooltip(Controls.tooltip("Where the range comes from: the smallest and the largest value seen, their"
                + " average over the images, so many percent of the magnitudes, the smallest divergence (entropy), the least"
                + " squared error, or micronet's percentile. Some need a histogram: calibration then starts."));
        method.setOnAction(event -> chooseMethod());
        percent.onTaken(model::typePercent);
        scale.onTaken(model::typeScale);
        zeroPoint.onTaken(model::typeZeroPoint);
    }

    private void chooseMethod() {
        if (!showing && method.getValue() != null) {
            RangeMethods.named(method.getValue()).ifPresent(model::chooseMethod);
        }
    }

    private void show(ActivationViewModel.Shown now) {
        showing = true;
        Optional<ActivationSettings> choices = now.choices();
        Formula chosen = choices.map(ActivationSettings::formula).orElse(Formula.ONNX);
        quantizedRows.forEach(row -> row.setDisable(choices.isEmpty() || !chosen.isAffine()));
        formulaRow.setDisable(choices.isEmpty());
        bits.setDisable(!FormulaText.hasBits(chosen));
        quantizedRows.get(0).setDisable(choices.isEmpty());
        formula.show(chosen);
        String remark = FormulaText.onnxRemark(now.params());
        onnxRemark.setText(remark.isEmpty() ? "" : "not ONNX");
        onnxRemark.setTooltip(remark.isEmpty() ? null : Controls.tooltip(remark));
        kind.show(!chosen.isAffine() ? null
                : choices.map(c -> c.scheme() == QuantScheme.AFFINE ? "Affine" : "Symmetric").orElse("Float"));
        choices.ifPresent(c -> bits.getValueFactory().setValue(c.type().bits()));
        signed.show(choices.map(c -> c.type().signed()).orElse(null));
        narrow.setSelected(choices.filter(c -> c.type().narrowRange()).isPresent());
        boolean byHand = choices.filter(c -> c.range().byHand().isPresent()).isPresent();
        low.show(now.range().map(range -> ParameterText.bound(range.min())).orElse(""), byHand);
        high.show(now.range().map(range -> ParameterText.bound(range.max())).orElse(""), byHand);
        method.setValue(now.isByHand()
                ? RangeMethods.BY_HAND
                : choices.map(c -> RangeMethods.name(c.range().method())).orElse(null));
        Optional<String> number = now.isByHand()
                ? Optional.empty()
                : choices.flatMap(c -> RangeMethods.percentOf(c.range().method()));
        Styles.present(percent, number.isPresent());
        percent.show(number.orElse(""), false);
        scale.show(now.params().map(params -> ParameterText.scale(params.scale())).orElse(""),
                choices.filter(c -> c.scale().isPresent()).isPresent());
        zeroPoint.show(now.params().map(params -> ParameterText.zeroPoint(params.zeroPoint())).orElse(""),
                choices.filter(c -> c.zeroPoint().isPresent()).isPresent());
        showing = false;
    }
}
