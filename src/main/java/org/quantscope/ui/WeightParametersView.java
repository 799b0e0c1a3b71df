package org.quantscope.ui;

import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.quantscope.quant.Formula;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.settings.WeightSettings;

/** The weight rows of the parameters pane. */
final class WeightParametersView {
    private static final String MIN_MAX = "Min–max";
    private static final String FLOAT = "Float";

    private final WeightParametersViewModel model;
    private final VBox rows = new VBox();
    private final Segments<Integer> bits = new Segments<>("bits", List.of(2, 3, 4, 5, 6, 8, 10, 12, 16),
            width -> Integer.toString(width), "Bits of a weight's code: b bits have 2^b levels. Drag the slider below for"
            + " every width from 2 to 16.");
    private final Slider slider = new Slider(QuantType.MIN_BITS, QuantType.MAX_BITS, 8);
    private final Segments<Boolean> signed = new Segments<>("type", List.of(true, false),
            on -> on ? "Signed" : "Unsigned", "Codes around zero, or from zero upwards.");
    private final CheckBox narrow = new CheckBox("Narrow");
    private final Segments<String> scheme = new Segments<>("scheme", List.of("Symmetric", "Affine", FLOAT),
            text -> text, "Symmetric: real zero in the middle of the codes; affine: wherever the range puts it; float: these"
            + " weights are not quantized.");
    private final Segments<Granularity> granularity = new Segments<>("granularity", List.of(Granularity.values()),
            value -> value == Granularity.PER_TENSOR ? "Per tensor" : "Per channel",
            "One range for all weights of the layer, or one for each output channel.");
    private final FormulaChoice formula;
    private final Label onnxRemark = Controls.label("", "muted", "row-note");
    private final ComboBox<String> range = new ComboBox<>();
    private final NumberField percent =
            new NumberField("range-percent", "So many percent of the magnitudes stay inside the range.");
    private final Button minMax = new Button(MIN_MAX);
    private final NumberField low = new NumberField("clip-low", "Lower end of the range that the codes cover; smaller"
            + " weights are clipped. Arrow keys move it by 0.1 % of the width, Shift by one float32 number.");
    private final NumberField high = new NumberField("clip-high", "Upper end of the range that the codes cover; larger"
            + " weights are clipped. Arrow keys move it by 0.1 % of the width, Shift by one float32 number.");
    private final NumberField scaleField = new NumberField("scale", "Real step between two codes:"
            + " (hi − lo) / (qmax − qmin). Arrows move it by 0.1 %, Shift by one float32 number.");
    private final NumberField zeroField = new NumberField("zero-point", "The code of real zero: qmin − lo / scale, rounded."
            + " Arrows move it by one code.");
    private final Label scaleNote = Controls.label("", "muted", "row-note");
    private final Label zeroNote = Controls.label("", "muted", "row-note");
    private final ParameterRow bitsRow;
    private final ParameterRow clipRow;
    private final ParameterRow scaleRow;
    private final ParameterRow zeroRow;
    private final List<ParameterRow> quantizedRows;
    private final List<ParameterRow> affineRows;
    private String remarkShown = "";
    private boolean showing;

    WeightParametersView(WeightParametersViewModel model) {
        this.model = model;
        formula = new FormulaChoice("formula", FormulaText.OF_WEIGHTS, model::chooseFormula);
        build();
        VBox width = new VBox(bits, slider);
        width.getStyleClass().add("bits-control");
        bitsRow = new ParameterRow("Bits", width).listenTo(model.faultProperty(), RowFault.Row.BITS);
        ParameterRow typeRow = new ParameterRow("Type", signed, narrow);
        ParameterRow schemeRow =
                new ParameterRow("Scheme", scheme).listenTo(model.faultProperty(), RowFault.Row.LAYER);
        ParameterRow formulaRow = new ParameterRow("Formula", formula, onnxRemark);
        ParameterRow granularityRow = new ParameterRow("Granularity", granularity);
        ParameterRow rangeRow = new ParameterRow("Range", range, percent, minMax);
        clipRow = new ParameterRow("Clip", low, Controls.label("to", "muted"), high)
                .listenTo(model.faultProperty(), RowFault.Row.CLIP);
        scaleRow = new ParameterRow("Scale", new StepField(scaleField, model::stepScale), scaleNote)
                .listenTo(model.faultProperty(), RowFault.Row.SCALE);
        zeroRow = new ParameterRow("Zero-point",
                new StepField(zeroField, (steps, fine) -> model.stepZeroPoint(steps)), zeroNote)
                .listenTo(model.faultProperty(), RowFault.Row.ZERO_POINT);
        quantizedRows = List.of(bitsRow, typeRow, formulaRow, granularityRow, rangeRow, clipRow, scaleRow, zeroRow);
        affineRows = List.of(typeRow, granularityRow, rangeRow, clipRow, scaleRow, zeroRow);
        rows.getChildren().setAll(
                bitsRow, typeRow, schemeRow, formulaRow, granularityRow, rangeRow, clipRow, scaleRow, zeroRow);
        model.rowsProperty().addListener((property, before, now) -> show(now));
        show(model.rowsProperty().get());
    }

    VBox node() {
        return rows;
    }

    private void build() {
        bits.getStyleClass().add("strong");
        bits.onChosen(model::chooseBits);
        buildSlider();
        signed.onChosen(model::chooseSigned);
        narrow.setId("narrow");
        narrow.setTooltip(Controls.tooltip("Drops the lowest code of a signed type, −2^(b−1), so that the codes are as many"
                + " on both sides of zero."));
        narrow.setOnAction(event -> model.chooseNarrow(narrow.isSelected()));
        scheme.onChosen(text -> model.chooseScheme(text.equals(FLOAT) ? Optional.empty()
                : Optional.of(text.equals("Affine") ? QuantScheme.AFFINE : QuantScheme.SYMMETRIC)));
        granularity.onChosen(model::chooseGranularity);
        range.setId("range");
        range.getItems().setAll(RangeMethods.ofWeights());
        range.setMaxWidth(Double.MAX_VALUE);
        range.setTooltip(Controls.tooltip("Where the range comes from: the smallest and the largest weight, so"
                + " many percent of the magnitudes, the smallest divergence (entropy), the least squared error, micronet's"
                + " percentile, or your hand."));
        HBox.setHgrow(range, Priority.ALWAYS);
        range.setOnAction(event -> chooseRange());
        percent.setPrefWidth(58);
        percent.setMinWidth(50);
        percent.onTaken(model::typePercent);
        minMax.setId("min-max");
        minMax.setMinWidth(Button.USE_PREF_SIZE);
        minMax.setTooltip(Controls.tooltip("Back to the smallest and the largest weight: nothing is clipped."));
        minMax.setOnAction(event -> model.chooseMinMax());
        low.onTaken(text -> model.typeClip(false, text));
        high.onTaken(text -> model.typeClip(true, text));
        low.onStep((steps, fine) -> model.stepClip(false, steps, fine));
        high.onStep((steps, fine) -> model.stepClip(true, steps, fine));
        for (NumberField end : List.of(low, high)) {
            end.setPrefWidth(95);
            end.setMinWidth(60);
            HBox.setHgrow(end, Priority.ALWAYS);
        }
        scaleField.onTaken(model::typeScale);
        zeroField.onTaken(model::typeZeroPoint);
        scaleField.setMinWidth(90);
        scaleField.setPrefWidth(113);
        zeroField.setPrefWidth(113);
        scaleNote.setId("scale-note");
        zeroNote.setId("zero-note");
    }

    /** A drag shows every width on its way and is one step at its end; a key is a step of its own. */
    private void buildSlider() {
        slider.setId("bits-slider");
        slider.setAccessibleText("Bits of a weight's code, 2 to 16");
        slider.setTooltip(Controls.tooltip("Drag to see every bit-width from 2 to 16; arrow keys move by one bit."));
        slider.setMajorTickUnit(1);
        slider.setMinorTickCount(0);
        slider.setBlockIncrement(1);
        slider.setSnapToTicks(true);
        int[] last = new int[1];
        slider.valueProperty().addListener((property, before, now) -> {
            int wanted = (int) Math.rint(now.doubleValue());
            if (showing || wanted == last[0] && slider.isValueChanging()) {
                return;
            }
            last[0] = wanted;
            if (slider.isValueChanging()) {
                model.previewBits(wanted);
            } else if (wanted != model.sliderBits()) {
                model.chooseBits(wanted);
            }
        });
        slider.valueChangingProperty().addListener((property, before, now) -> {
            last[0] = model.sliderBits();
            if (!now && !showing) {
                model.commitBits();
            }
        });
        slider.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && slider.isValueChanging()) {
                showing = true;
                slider.setValueChanging(false);
                showing = false;
                model.cancelPreview();
                event.consume();
            }
        });
    }

    private void chooseRange() {
        if (showing || range.getValue() == null) {
            return;
        }
        RangeMethods.named(range.getValue()).ifPresentOrElse(model::chooseMethod, model::chooseRangeByHand);
    }

    private void show(WeightRows now) {
        showing = true;
        Optional<WeightSettings> choices = now.choices();
        Formula chosen = choices.map(WeightSettings::formula).orElse(Formula.ONNX);
        quantizedRows.forEach(row -> row.setDisable(choices.isEmpty()));
        affineRows.forEach(row -> row.setDisable(choices.isEmpty() || !chosen.isAffine()));
        bitsRow.setDisable(choices.isEmpty() || !FormulaText.hasBits(chosen));
        formula.show(chosen);
        showRemark(now.onnxRemark());
        bits.show(now.bits().isPresent() ? now.bits().getAsInt() : null);
        if (!slider.isValueChanging()) {
            slider.setValue(model.sliderBits());
        }
        signed.show(choices.map(weight -> weight.type().signed()).orElse(null));
        narrow.setSelected(choices.filter(weight -> weight.type().narrowRange()).isPresent());
        scheme.show(!chosen.isAffine() ? null
                : choices.map(weight -> weight.scheme() == QuantScheme.AFFINE ? "Affine" : "Symmetric").orElse(FLOAT));
        granularity.show(choices.map(WeightSettings::granularity).orElse(null));
        range.setValue(now.rangeByHand()
                ? RangeMethods.BY_HAND
                : choices.map(weight -> RangeMethods.name(weight.range().method())).orElse(MIN_MAX));
        Optional<String> number = now.rangeByHand()
                ? Optional.empty()
                : choices.flatMap(weight -> RangeMethods.percentOf(weight.range().method()));
        Styles.present(percent, number.isPresent());
        percent.show(number.orElse(""), false);
        Styles.present(minMax, now.rangeByHand() || !range.getValue().equals(MIN_MAX));
        String target = now.target();
        clipRow.setLabel("Clip" + target);
        scaleRow.setLabel("Scale" + target);
        zeroRow.setLabel(target.isEmpty() ? "Zero-point" : "Zero" + target);
        Styles.set(bitsRow.label(), "by-hand", now.bitsByHand());
        low.show(now.low(), !target.isEmpty() && now.rangeByHand());
        high.show(now.high(), !target.isEmpty() && now.rangeByHand());
        scaleField.show(now.scale(), now.scaleByHand());
        zeroField.show(now.zeroPoint(), now.zeroByHand());
        scaleNote.setText(now.scaleNote());
        zeroNote.setText(now.zeroNote());
        showing = false;
    }

    private void showRemark(String sentence) {
        if (!sentence.equals(remarkShown)) {
            remarkShown = sentence;
            onnxRemark.setText(sentence.isEmpty() ? "" : "not ONNX");
            onnxRemark.setTooltip(sentence.isEmpty() ? null : Controls.tooltip(sentence));
        }
    }
}
