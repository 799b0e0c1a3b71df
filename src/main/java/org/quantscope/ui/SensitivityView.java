package org.quantscope.ui;

import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.quantscope.analysis.SensitivityMode;
import org.quantscope.analysis.SensitivityTarget;
import org.quantscope.ui.chart.Palette;
import org.quantscope.ui.chart.SensitivityChart;
import org.quantscope.workspace.SensitivityWork;

/** What every layer does to the answer: a table, worst first, and bars in the network's order. */
final class SensitivityView {
    private static final String NOTHING = "Nothing measured yet. Measure runs the network once for every layer, mode and"
            + " target.";
    private static final String NONE_OF_THIS = "Nothing of this kind is quantized, or it is not measured yet.";

    private final SensitivityViewModel model;
    private final VBox section;
    private final SensitivityChart chart = new SensitivityChart();
    private final TableView<ObjectProperty<SensitivityRow>> table;
    private final Label placeholder = Controls.label(NOTHING, "muted");
    private final Label stale = Controls.label("measured with earlier settings", "muted", "warn");

    SensitivityView(SensitivityViewModel model) {
        this.model = model;
        table = table();
        chart.setId("sensitivity-chart");
        chart.setOnSelect(model::go);
        Label source = Controls.label("", "muted");
        source.setId("sensitivity-source");
        source.setMinWidth(0);
        source.textProperty().bind(model.sourceProperty());
        HBox line = NetworkCards.line(
                new JobBar("sensitivity", "Measure", "Measure what each layer's quantization does to the network's"
                        + " output: alone, and everything but it; weights, activations and both.",
                        model.statusProperty(), model.whyProperty(), model::measure, model::cancel),
                Controls.spring(), source,
                new LimitChoice("sensitivity-limit", SensitivityWork.FEW, "On how many of the images every layer is"
                        + " measured.", model::limit));
        stale.setId("sensitivity-stale");
        stale.visibleProperty().bind(model.staleProperty());
        stale.managedProperty().bind(stale.visibleProperty());
        stale.setMinWidth(0);
        VBox left = NetworkCards.card("Layers", table, Controls.label("worst first", "muted"), Controls.spring(), stale);
        left.setPrefWidth(520);
        left.setMinWidth(400);
        VBox right = NetworkCards.card("", chart, modes(), Controls.spring(), targets());
        HBox.setHgrow(right, Priority.ALWAYS);
        section = NetworkCards.section("network-sensitivity", line, new HBox(12, left, right));
        model.barsProperty().addListener((property, before, now) -> showBars());
        model.currentProperty().addListener((property, before, now) -> {
            showBars();
            follow();
        });
        showBars();
    }

    Region node() {
        return section;
    }

    void setPalette(Palette palette) {
        chart.setPalette(palette);
    }

    private Segments<SensitivityMode> modes() {
        Segments<SensitivityMode> modes = new Segments<>("sensitivity-mode", List.of(SensitivityMode.values()),
                SensitivityWords::mode, "Quantize one layer and leave the others float, or quantize all and leave one"
                + " float.");
        modes.getStyleClass().add("compact");
        modes.show(model.modeProperty().get());
        modes.onChosen(model::choose);
        return modes;
    }

    private Segments<SensitivityTarget> targets() {
        Segments<SensitivityTarget> targets = new Segments<>("sensitivity-target",
                List.of(SensitivityTarget.values()), SensitivityWords::target, "Quantize the weights, the inputs and"
                + " outputs, or both, as the settings have them.");
        targets.getStyleClass().add("compact");
        targets.show(model.targetProperty().get());
        targets.onChosen(model::choose);
        return targets;
    }

    private TableView<ObjectProperty<SensitivityRow>> table() {
        TableView<ObjectProperty<SensitivityRow>> made =
                NetworkColumns.table("sensitivity-table", "Effect of every layer, worst first", placeholder, model.rows());
        made.getColumns().setAll(List.of(
                NetworkColumns.text("sensitivity-number", "#", 34, "Place of the layer in the network.",
                        SensitivityRow::number, "name", "name-header", "muted"),
                NetworkColumns.text("sensitivity-layer", "Layer", 96, "The layer.", SensitivityRow::displayName),
                NetworkColumns.text("sensitivity-mode-column", "Mode", 92, "Whether this layer alone is quantized, or"
                        + " all but it.", SensitivityRow::mode, "muted"),
                NetworkColumns.text("sensitivity-target-column", "Target", 66, "What is quantized.",
                        SensitivityRow::target, "muted"),
                NetworkColumns.text("sensitivity-accuracy", "Accuracy", 62, "Share of labelled images answered"
                        + " rightly.", SensitivityRow::accuracy, "right"),
                NetworkColumns.text("sensitivity-mse", "Logit MSE", 70, "Mean squared difference of the output from"
                        + " the float network's.", SensitivityRow::logitMse, "right"),
                NetworkColumns.coloured("sensitivity-sqnr", "SQNR dB", 58, "SQNR of the network's output in decibels;"
                        + " below 10 dB red.", SensitivityRow::sqnr,
                        row -> row.tone() == SqnrTone.LOW ? "bad" : row.tone() == SqnrTone.EXACT ? "good" : "",
                        "right")));
        NetworkColumns.hideWhenNarrow(made, 460, List.of("sensitivity-mode-column"));
        NetworkColumns.rows(made, SensitivityRow::sentence, row -> model.go(row.place()));
        return made;
    }

    private void showBars() {
        boolean none = model.effectsProperty().get().isEmpty() && model.rows().isEmpty();
        placeholder.setText(none ? NOTHING : NONE_OF_THIS);
        chart.show(model.barsProperty().get(), model.currentProperty().get(), none ? "Not measured yet" : NONE_OF_THIS);
        follow();
    }

    /** Selects the row of the layer in focus. */
    private void follow() {
        for (int at = 0; at < model.rows().size(); at++) {
            if (model.rows().get(at).place() == model.currentProperty().get()) {
                table.getSelectionModel().clearAndSelect(at);
                return;
            }
        }
        table.getSelectionModel().clearSelection();
    }
}
