package org.quantscope.ui;

import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.quantscope.ui.chart.DivergenceChart;
import org.quantscope.ui.chart.DivergenceLegend;
import org.quantscope.ui.chart.Palette;

/** How the float, the fake-quant and the integer network part by depth: curves, and the figures of every layer. */
final class DivergenceView {
    private final DivergenceViewModel model;
    private final DivergenceChart chart = new DivergenceChart();
    private final DivergenceLegend legend = new DivergenceLegend();
    private final TableView<ObjectProperty<DivergenceRow>> table;
    private final VBox section;

    DivergenceView(DivergenceViewModel model) {
        this.model = model;
        chart.setId("divergence-chart");
        chart.setOnSelect(model::go);
        table = table(Controls.label("No layer is compared.", "muted"));
        Label remark = Controls.label("", "muted");
        remark.setId("divergence-remark");
        remark.textProperty().bind(model.remarkProperty());
        remark.setMinWidth(0);
        remark.tooltipProperty().bind(model.remarkProperty().map(text ->
                text.isEmpty() ? null : Controls.tooltip(text)));
        VBox left = NetworkCards.card("", chart, legend);
        VBox right = NetworkCards.card("Layers", table, Controls.label("in the order of depth", "muted"));
        right.setPrefWidth(480);
        right.setMinWidth(400);
        HBox.setHgrow(left, Priority.ALWAYS);
        HBox line = NetworkCards.line(Controls.label("On the image shown: the integer network is ONNX Runtime's, in"
                + " QOperator form.", "muted"), Controls.spring(), remark);
        section = NetworkCards.section("network-divergence", line, new HBox(12, left, right));
        Styles.dimWhile(model.staleProperty(), chart, table);
        model.curvesProperty().addListener((property, before, now) -> show());
        model.withoutProperty().addListener((property, before, now) -> show());
        model.currentProperty().addListener((property, before, now) -> show());
        show();
    }

    Region node() {
        return section;
    }

    void setPalette(Palette palette) {
        chart.setPalette(palette);
        legend.setPalette(palette);
    }

    private void show() {
        chart.show(model.curvesProperty().get(), model.currentProperty().get(), model.withoutProperty().get());
        int place = model.currentProperty().get();
        if (place >= 0 && place < table.getItems().size()) {
            table.getSelectionModel().clearAndSelect(place);
        } else {
            table.getSelectionModel().clearSelection();
        }
    }

    private TableView<ObjectProperty<DivergenceRow>> table(Label without) {
        TableView<ObjectProperty<DivergenceRow>> made =
                NetworkColumns.table("divergence-table", "Divergence behind every layer", without, model.rows());
        made.getColumns().setAll(List.of(
                NetworkColumns.text("divergence-number", "#", 34, "Depth, from 1.", DivergenceRow::number, "name",
                        "name-header", "muted"),
                NetworkColumns.text("divergence-layer", "Layer", 110, "Behind which layer.",
                        DivergenceRow::displayName),
                NetworkColumns.coloured("divergence-fake", "Fake-quant dB", 88, "SQNR of the fake-quant network against"
                        + " the float one, in decibels: what the settings cost so far.",
                        DivergenceRow::quantizationDecibels, row -> row.isLow() ? "bad" : "", "right"),
                NetworkColumns.text("divergence-integer", "Integer dB", 70, "SQNR of the integer network against the"
                        + " fake-quant one, in decibels: what the arithmetic costs so far.",
                        DivergenceRow::implementationDecibels, "right"),
                NetworkColumns.coloured("divergence-differing", "Differ", 62, "How many codes, or values where there are"
                        + " no codes, the integer network has otherwise.", DivergenceRow::differing,
                        row -> row.differs() ? "warn" : "good", "right"),
                NetworkColumns.text("divergence-largest", "Largest", 56, "The largest difference of codes.",
                        DivergenceRow::largest, "right")));
        NetworkColumns.rows(made, DivergenceRow::sentence, row -> model.go(row.place()));
        return made;
    }
}
