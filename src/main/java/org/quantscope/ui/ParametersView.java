package org.quantscope.ui;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.geometry.Insets;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.quantscope.analysis.Overflow;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.ui.chart.Palette;

/** How the layer in focus is quantized, row by row. */
public final class ParametersView {
    private static final double NARROW = 312;

    private final ParametersViewModel model;
    private final VBox pane = new VBox();
    private final Label subtitle = Controls.label("", "pane-subtitle");
    private final ClampMenu clamp;
    private final MenuButton bias = new MenuButton();
    private final ToggleGroup biasWidths = new ToggleGroup();
    private final Label biasNote = Controls.label("", "muted");
    private final ComboBox<RequantizationProfile> profile = new ComboBox<>();
    private final ComboBox<Accumulator> accumulator = new ComboBox<>();
    private final Label headroom = Controls.label("", "row-note", "muted");
    private final Tooltip profileWords = Controls.tooltip("");
    private final Tooltip headroomWords = Controls.tooltip("");
    private final Button paste;
    private boolean showing;

    public ParametersView(ParametersViewModel model) {
        this.model = model;
        pane.setId("parameters-pane");
        pane.getStyleClass().add("pane");
        paste = Controls.iconButton("parameters-paste", MaterialDesignC.CONTENT_PASTE,
                "Give this layer the settings that were copied; its clamp and its locked channels stay.",
                model.path()::paste);
        clamp = new ClampMenu(model.path());
        VBox weights = new WeightParametersView(model.weights()).node();
        weights.getStyleClass().add("parameter-rows");
        Region line = new Region();
        line.getStyleClass().add("separator-line");
        VBox path = new VBox(
                new ActivationRow(model.input()).node(),
                new ActivationRow(model.output()).node(),
                clamp.row(),
                biasRow(),
                pathRow(),
                accumulatorRow());
        path.getStyleClass().addAll("parameter-rows", "tight");
        pane.getChildren().setAll(header(), weights, line, path);
        pane.setMinHeight(Region.USE_PREF_SIZE);
        pane.widthProperty().addListener((property, before, now) ->
                Styles.set(pane, "narrow", now.doubleValue() < NARROW));
        model.path().shownProperty().addListener((property, before, now) -> show(now));
        show(model.path().shownProperty().get());
    }

    public Region node() {
        return pane;
    }

    /** This pane's colours all come from the style sheets. */
    public void setPalette(Palette palette) {
        pane.requestLayout();
    }

    private HBox header() {
        subtitle.setId("parameters-layer");
        subtitle.setMinWidth(0);
        Label title = Controls.label("Parameters", "pane-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        HBox header = new HBox(title, subtitle, Controls.spring(),
                Controls.iconButton("parameters-copy", MaterialDesignC.CONTENT_COPY,
                        "Copy the settings of this layer, to paste them into another.", model.path()::copy),
                paste,
                Controls.iconButton("parameters-reset", MaterialDesignR.RESTORE,
                        "Set everything of this layer back to how the model opened; locked channels stay.",
                        model.path()::reset));
        header.getStyleClass().add("pane-header");
        header.setSpacing(4);
        HBox.setMargin(subtitle, new Insets(0, 0, 0, 4));
        return header;
    }

    private ParameterRow biasRow() {
        bias.setId("bias");
        bias.getStyleClass().add("flat-menu");
        bias.setTooltip(Controls.tooltip("How the bias is kept: an integer of the accumulator's scale, round(b / (s_x · s_w)),"
                + " or float, which is added in double."));
        for (OptionalInt width : List.of(OptionalInt.of(32), OptionalInt.of(16), OptionalInt.empty())) {
            RadioMenuItem item = new RadioMenuItem(width.isPresent() ? "int" + width.getAsInt() : "float");
            item.setId("bias-" + item.getText());
            item.setToggleGroup(biasWidths);
            item.setUserData(width);
            item.setOnAction(event -> model.path().chooseBias(width));
            bias.getItems().add(item);
        }
        return new ParameterRow("Bias", bias, biasNote).listenTo(model.path().faultProperty(), RowFault.Row.BIAS);
    }

    private ParameterRow pathRow() {
        profile.setId("integer-path");
        profile.getItems().setAll(RequantizationProfile.values());
        profile.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(profile, Priority.ALWAYS);
        profile.setTooltip(profileWords);
        profile.setCellFactory(list -> new ProfileCell(true));
        profile.setButtonCell(new ProfileCell(false));
        profile.setOnAction(event -> {
            if (!showing && profile.getValue() != null) {
                model.path().chooseProfile(profile.getValue());
            }
        });
        return new ParameterRow("Integer path", profile).listenTo(model.path().faultProperty(), RowFault.Row.PATH);
    }

    private ParameterRow accumulatorRow() {
        accumulator.setId("accumulator");
        accumulator.getItems().setAll(LayerPathViewModel.ACCUMULATORS);
        accumulator.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(accumulator, Priority.ALWAYS);
        accumulator.setTooltip(Controls.tooltip("The register that sums Σ (q_x − z_x)(q_w − z_w): its width, and whether a sum"
                + " that does not fit wraps around or sticks at the end."));
        accumulator.setCellFactory(list -> new AccumulatorCell());
        accumulator.setButtonCell(new AccumulatorCell());
        accumulator.setOnAction(event -> {
            if (!showing && accumulator.getValue() != null) {
                model.path().chooseAccumulator(accumulator.getValue());
            }
        });
        headroom.setId("accumulator-headroom");
        headroom.setTooltip(headroomWords);
        headroom.setMinWidth(Region.USE_PREF_SIZE);
        model.headroom().shownProperty().addListener((property, before, now) -> show(now));
        show(model.headroom().shownProperty().get());
        return new ParameterRow("Accumulator", accumulator, headroom);
    }

    private void show(LayerPathViewModel.Shown now) {
        showing = true;
        subtitle.setText(now.layer().isEmpty() ? "" : now.layer() + ", weights");
        pane.setDisable(now.layer().isEmpty());
        paste.setDisable(!now.copied());
        clamp.show(now.settings().clamp());
        OptionalInt bits = now.settings().biasBits();
        bias.setText(bits.isPresent() ? "int" + bits.getAsInt() : "float");
        biasNote.setText(bits.isPresent() ? "s  input s × weight s" : "added in double");
        biasWidths.getToggles().forEach(toggle -> toggle.setSelected(bits.equals(toggle.getUserData())));
        if (!LayerPathViewModel.ACCUMULATORS.contains(now.accumulator())) {
            accumulator.getItems().setAll(LayerPathViewModel.ACCUMULATORS);
            accumulator.getItems().add(now.accumulator());
        }
        accumulator.setValue(now.accumulator());
        profile.setValue(now.profile());
        profileWords.setText("How an accumulator becomes an output code: acc · s_x · s_w / s_y + z_y. "
                + now.profile().claim());
        showing = false;
    }

    /** The worst case of the weights beside the register: red where it can overflow, amber where only int32 could. */
    private void show(HeadroomViewModel.Shown now) {
        Styles.setText(headroom, now.text());
        Styles.present(headroom, !now.text().isEmpty());
        boolean bad = now.registerOverflow() != Overflow.NONE;
        boolean warn = !bad && now.int32Overflow() != Overflow.NONE;
        Styles.set(headroom, "bad", bad);
        Styles.set(headroom, "warn", warn);
        Styles.set(headroom, "muted", !bad && !warn);
        headroom.setAccessibleText(now.text() + ". " + now.sentence());
        headroomWords.setText("Worst case of these weights and this input range: bits of max|q_x − z_x| · Σ|q_w − z_w| +"
                + " |q_b|. " + now.sentence());
    }

    private static String words(RequantizationProfile profile) {
        return profile.keyword() + ": " + switch (profile) {
            case FLOAT32 -> "ORT, TFLite";
            case GEMMLOWP -> "TFLite reference";
            case RUY -> "TFLite optimised";
            case FLOAT64 -> "one exact rounding";
            case POWER_OF_TWO -> "a shift";
        };
    }

    /** A requantization; one that this layer cannot use is grey and says why. */
    private final class ProfileCell extends ListCell<RequantizationProfile> {
        private final boolean inList;

        private ProfileCell(boolean inList) {
            this.inList = inList;
        }

        @Override
        protected void updateItem(RequantizationProfile item, boolean empty) {
            super.updateItem(item, empty);
            setText(empty || item == null ? "" : words(item));
            Optional<String> fault = Optional.ofNullable(item)
                    .map(which -> model.path().shownProperty().get().faults().get(which));
            setDisable(inList && fault.isPresent());
            setTooltip(empty || item == null ? null
                    : Controls.tooltip(fault.orElse(item.claim())));
        }
    }

    /** An accumulator in words. */
    private static final class AccumulatorCell extends ListCell<Accumulator> {
        @Override
        protected void updateItem(Accumulator item, boolean empty) {
            super.updateItem(item, empty);
            setText(empty || item == null ? "" : ParameterText.words(item));
        }
    }
}
