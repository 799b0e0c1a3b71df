package org.quantscope.ui;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.quantscope.ui.chart.Palette;

/** The whole network in one line over the panes: a small cell for each layer; a click goes there. */
final class NetworkStrip {
    private static final double READING = 200;
    private static final String LEGEND = "Fill and colour of a cell are its figure: " + SqnrTone.LEGEND
            + "; empty while it is not known.";

    private final HBox bar = new HBox(10);
    private final StripCells cells;
    private final Label reading = Controls.label("", "label-small");

    NetworkStrip(NetworkStripViewModel model) {
        cells = new StripCells(model);
        bar.setId("network-strip");
        bar.getStyleClass().add("network-strip");
        bar.setAlignment(Pos.CENTER_LEFT);
        Label title = Controls.label("Network", "label-small");
        title.setId("strip-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        title.setTooltip(Controls.tooltip("Every layer in the network's order; a click goes there. " + LEGEND));
        reading.setId("strip-reading");
        reading.setMinWidth(READING);
        reading.setPrefWidth(READING);
        reading.setMaxWidth(READING);
        reading.setTooltip(Controls.tooltip("The layer in focus. " + LEGEND));
        bar.getChildren().setAll(title, cells, reading, Controls.spring(), measures(model));
        model.wordsProperty().addListener((property, before, now) -> read(model));
        read(model);
    }

    Node node() {
        return bar;
    }

    void setPalette(Palette palette) {
        cells.setPalette(palette);
    }

    private static Segments<StripMeasure> measures(NetworkStripViewModel model) {
        Segments<StripMeasure> segments = new Segments<>("strip-measure", List.of(StripMeasure.values()),
                StripMeasure::shortName, "What fills and colours the cells: the SQNR of each layer's own output, or the"
                + " SQNR of the network's output with that layer alone quantized, once the sensitivity was measured; "
                + SqnrTone.LEGEND + ".");
        segments.getStyleClass().add("compact");
        segments.setMinWidth(Region.USE_PREF_SIZE);
        segments.onChosen(chosen -> {
            model.chooseMeasure(chosen);
            segments.show(model.measureProperty().get());
        });
        model.measureProperty().addListener((property, before, now) -> segments.show(now));
        segments.show(model.measureProperty().get());
        segments.getChildren().get(StripMeasure.ANSWER.ordinal()).disableProperty()
                .bind(model.effectsKnownProperty().not());
        return segments;
    }

    private void read(NetworkStripViewModel model) {
        int place = model.currentProperty().get();
        if (place < 0 || place >= model.layers().size()) {
            Styles.setText(reading, "");
            return;
        }
        StripLayer layer = model.layers().get(place);
        Styles.setText(reading, (place + 1) + "/" + model.layers().size() + "  " + layer.displayName() + "   "
                + layer.figure());
    }
}
