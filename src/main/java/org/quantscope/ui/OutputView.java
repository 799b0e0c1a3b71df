package org.quantscope.ui;

import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.quantscope.ui.chart.ErrorHistogramChart;
import org.quantscope.ui.chart.MapMode;
import org.quantscope.ui.chart.Palette;

/** The layer's three outputs and their difference as maps, and how the difference is spread. */
public final class OutputView {
    private static final double HEADER = 40;

    private final OutputViewModel model;
    private final VBox pane = new VBox();
    private final OutputMaps maps;
    private final ErrorHistogramChart histogram = new ErrorHistogramChart();
    private final ChannelCharts channels;
    private final Segments<Boolean> oneChart = new Segments<>("output-chart", List.of(true, false),
            spread -> spread ? "Histogram" : "Channels", "There is room for one error chart: choose which.");
    private final HBox errors = new HBox(22);
    private final VBox body = new VBox(4);
    private final VBox beside = new VBox(8);
    private final HBox narrowRow = new HBox(4);
    private final Spinner<Integer> image = new Spinner<>(1, 1, 1);
    private final ToggleButton traceToggle = new ToggleButton("Trace");
    private boolean spreadShown = true;

    public OutputView(OutputViewModel model) {
        this.model = model;
        maps = new OutputMaps(model);
        channels = new ChannelCharts(model.headroom(), model::select);
        pane.setId("output-pane");
        pane.getStyleClass().add("pane");
        histogram.setId("error-histogram");
        HBox.setHgrow(histogram, Priority.ALWAYS);
        HBox.setHgrow(channels, Priority.ALWAYS);
        errors.getChildren().setAll(histogram, channels);
        beside.setAlignment(Pos.TOP_LEFT);
        beside.setMinWidth(0);
        HBox.setHgrow(beside, Priority.ALWAYS);
        errors.setMinHeight(80);
        body.setPadding(new Insets(0, 12, 8, 12));
        body.setMinHeight(0);
        VBox.setVgrow(body, Priority.ALWAYS);
        VBox.setVgrow(errors, Priority.ALWAYS);
        pane.getChildren().setAll(header(), body);
        pane.widthProperty().addListener((property, before, now) -> arrange());
        pane.heightProperty().addListener((property, before, now) -> arrange());
        Styles.dimWhile(model.staleProperty(), maps, errors);
        wire();
    }

    public Region node() {
        return pane;
    }

    public void setPalette(Palette palette) {
        maps.setPalette(palette);
        histogram.setPalette(palette);
        channels.setPalette(palette);
    }

    private HBox header() {
        Label title = Controls.label("Output", "pane-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        Label channel = Controls.label("", "medium");
        channel.setId("output-channel");
        channel.setMinWidth(0);
        channel.textProperty().bind(model.channelWordsProperty());
        Label clamp = Controls.label("", "muted");
        clamp.setMinWidth(0);
        clamp.textProperty().bind(model.clampWordsProperty());
        Segments<MapMode> mode = new Segments<>("output-mode", List.of(MapMode.values()),
                value -> value == MapMode.SINGLE ? "Single" : "Mosaic", "Show one channel, or many side by side.");
        mode.show(model.modeProperty().get());
        mode.onChosen(model.modeProperty()::set);
        Segments<OutputDifference> difference = new Segments<>("output-difference", List.of(OutputDifference.values()),
                OutputDifference::title, "What the settings cost (fake-quant − float), or what the arithmetic costs"
                + " (integer − fake-quant).");
        difference.show(model.differenceProperty().get());
        difference.onChosen(model.differenceProperty()::set);
        Label words = Controls.label("Difference", "muted");
        words.visibleProperty().bind(pane.widthProperty().map(width -> width.doubleValue() > 700));
        words.managedProperty().bind(words.visibleProperty());
        HBox header = new HBox(title, channel, clamp, imageChoice(), Controls.spring(), mode, words, difference,
                traceToggle, nextDiffering());
        traceToggle.setId("trace-toggle");
        traceToggle.setMinWidth(Region.USE_PREF_SIZE);
        header.getStyleClass().add("pane-header");
        return header;
    }

    /** The button that opens and closes the arithmetic of the element under the cursor. */
    void showTraceToggle(Action action, ReadOnlyBooleanProperty open) {
        traceToggle.setTooltip(Controls.tooltip(action.tooltip().getValue() + " (T)"));
        traceToggle.setAccessibleText(action.label());
        traceToggle.setOnAction(event -> {
            action.run();
            traceToggle.setSelected(open.get());
        });
        open.addListener((property, before, now) -> traceToggle.setSelected(now));
    }

    private Button nextDiffering() {
        Button next = new Button("Next differing", Controls.icon(MaterialDesignS.SKIP_NEXT));
        next.setId("next-differing");
        next.setTooltip(Controls.tooltip("Go to the next value that the integer path computes differently (N)."));
        next.disableProperty().bind(model.anyDiffersProperty().not());
        next.setOnAction(event -> model.showNextDiffering());
        next.textProperty().bind(pane.widthProperty().map(width -> width.doubleValue() > 640 ? "Next differing" : ""));
        next.setAccessibleText("Next differing value");
        next.setMinWidth(Region.USE_PREF_SIZE);
        return next;
    }

    private Spinner<Integer> imageChoice() {
        image.setId("output-image");
        image.setPrefWidth(64);
        image.setTooltip(Controls.tooltip("Which image of the batch is shown."));
        image.setAccessibleText("Image of the batch");
        image.valueProperty().addListener((property, before, now) -> model.imageProperty().set(now - 1));
        return image;
    }

    private void wire() {
        oneChart.show(true);
        oneChart.onChosen(spread -> {
            spreadShown = spread;
            arrange();
        });
        model.errorsProperty().addListener((property, before, now) -> showErrors(now));
        model.pictureProperty().addListener((property, before, now) ->
                histogram.setColourLimit(now == null ? Double.NaN : now.extent()));
        model.imagesProperty().addListener((property, before, now) -> showImages(now.intValue()));
        showImages(model.imagesProperty().get());
        showErrors(model.errorsProperty().get());
        arrange();
    }

    private void showImages(int count) {
        Styles.present(image, count > 1);
        int now = Math.min(count, model.imageProperty().get() + 1);
        image.setValueFactory(new SpinnerValueFactory.IntegerSpinnerValueFactory(1, count, now));
    }

    private void showErrors(OutputErrors now) {
        channels.show(now);
        if (now == null) {
            histogram.show(null, 0);
        } else {
            histogram.show(now.histogram(), now.channel());
        }
    }

    /** In a narrow pane the maps stand two by two and there is room for one error chart. */
    private void arrange() {
        boolean narrow = pane.getWidth() > 0 && pane.getWidth() < 624;
        Styles.present(oneChart, narrow);
        Styles.present(histogram, !narrow || spreadShown);
        Styles.present(channels, !narrow || !spreadShown);
        place(narrow);
        double room = pane.getHeight() - HEADER - 12;
        double wanted = narrow ? room : Math.min(room * 0.56, maps.heightFor(pane.getWidth() - 24));
        maps.setPrefHeight(Math.max(120, wanted));
        maps.setMinHeight(narrow ? 0 : Math.max(100, Math.min(wanted, room - 110)));
        double across = narrow ? Math.min(maps.gridWidthFor(room), pane.getWidth() * 0.68) : Region.USE_COMPUTED_SIZE;
        maps.setPrefWidth(across);
        maps.setMinWidth(narrow ? across : 200);
        errors.setPrefHeight(Math.max(80, room - (narrow ? 32 : wanted + 4)));
    }

    /** Charts under the maps, or beside them. */
    private void place(boolean narrow) {
        boolean placed = narrow ? body.getChildren().contains(narrowRow) : body.getChildren().contains(maps);
        if (placed) {
            return;
        }
        if (narrow) {
            body.getChildren().clear();
            beside.getChildren().setAll(oneChart, errors);
            narrowRow.getChildren().setAll(maps, beside);
            VBox.setVgrow(narrowRow, Priority.ALWAYS);
            body.getChildren().setAll(narrowRow);
        } else {
            narrowRow.getChildren().clear();
            beside.getChildren().clear();
            body.getChildren().setAll(maps, errors);
        }
    }
}
