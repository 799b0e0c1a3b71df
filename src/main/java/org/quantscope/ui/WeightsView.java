package org.quantscope.ui;

import java.util.BitSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.quantscope.analysis.HistogramAxis;
import org.quantscope.ui.chart.ChannelStrip;
import org.quantscope.ui.chart.CountScale;
import org.quantscope.ui.chart.Palette;
import org.quantscope.ui.chart.WeightHistogramChart;
import org.quantscope.ui.chart.WeightHistogramLegend;
import org.quantscope.workspace.Focus;

/** The weights before and after quantization, with the clipping range to take hold of, and every channel's range. */
public final class WeightsView {
    private final WeightsViewModel model;
    private final VBox pane = new VBox();
    private final Label name = Controls.label("", "medium");
    private final Label path = Controls.label("", "muted");
    private final WeightHistogramLegend legend = new WeightHistogramLegend();
    private final WeightHistogramChart chart = new WeightHistogramChart();
    private final ChannelStrip strip = new ChannelStrip();

    public WeightsView(WeightsViewModel model) {
        this.model = model;
        pane.setId("weights-pane");
        pane.getStyleClass().add("pane");
        legend.setId("weights-legend");
        chart.setId("weights-histogram");
        strip.setId("weights-strip");
        VBox body = new VBox(legend, chart, strip);
        body.setPadding(new Insets(0, 12, 4, 12));
        body.setMinHeight(0);
        VBox.setVgrow(chart, Priority.ALWAYS);
        VBox.setVgrow(body, Priority.ALWAYS);
        strip.setMaxHeight(104);
        pane.getChildren().setAll(header(), body);
        wire();
        show(model.pictureProperty().get());
        showFocus(model.focusProperty().get());
    }

    public Region node() {
        return pane;
    }

    public void setPalette(Palette palette) {
        legend.setPalette(palette);
        chart.setPalette(palette);
        strip.setPalette(palette);
    }

    private HBox header() {
        Segments<Boolean> scope = new Segments<>("weights-scope", List.of(true, false),
                whole -> whole ? "Layer" : "Channel", "Count all channels' weights, or those of the shown channel alone.");
        bind(scope, model.wholeLayerProperty().get(), model.wholeLayerProperty()::set);
        Segments<HistogramAxis> axis = new Segments<>("weights-axis", List.of(HistogramAxis.values()),
                value -> value == HistogramAxis.VALUES ? "Values" : "Codes",
                "Lay the weights out by their real value, or by their code: w / scale + zero point.");
        bind(axis, model.axisProperty().get(), model.axisProperty()::set);
        Segments<CountScale> counts = new Segments<>("weights-counts", List.of(CountScale.values()),
                value -> value == CountScale.LINEAR ? "Linear" : "Log",
                "Draw counts as they are, or their powers of ten, so that rare weights can be seen.");
        bind(counts, model.countsProperty().get(), model.countsProperty()::set);
        Label title = Controls.label("Weights", "pane-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        name.setId("weights-layer");
        name.setMinWidth(0);
        path.managedProperty().bind(pane.widthProperty().map(width -> width.doubleValue() > 560));
        path.visibleProperty().bind(path.managedProperty());
        path.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        path.setMinWidth(0);
        HBox header = new HBox(title, name, path, Controls.spring(), scope, axis, counts,
                Controls.iconButton("weights-fit", MaterialDesignF.FIT_TO_PAGE_OUTLINE,
                        "Show the whole histogram and the clipping range again.", chart::fit));
        header.getStyleClass().add("pane-header");
        return header;
    }

    private static <T> void bind(Segments<T> segments, T now, Consumer<T> chosen) {
        segments.show(now);
        segments.onChosen(chosen);
    }

    private void wire() {
        model.pictureProperty().addListener((property, before, now) -> show(now));
        model.focusProperty().addListener((property, before, now) -> showFocus(now));
        model.countsProperty().addListener((property, before, now) -> chart.setCountScale(now));
        model.layerProperty().addListener((property, before, now) -> {
            name.setText(now.map(layer -> layer.displayName()).orElse(""));
            path.setText(now.map(layer -> layer.name()).orElse(""));
            if (!now.equals(before)) {
                chart.fit();
            }
        });
        name.setText(model.layerProperty().get().map(layer -> layer.displayName()).orElse(""));
        path.setText(model.layerProperty().get().map(layer -> layer.name()).orElse(""));
        chart.setOnRangeDrag(model::dragRange);
        chart.setOnRangeCommit((low, high) -> {
            if (model.isDragging()) {
                model.commitDrag();
            } else {
                model.stepRange(low, high);
            }
        });
        chart.setOnZeroPointDrag(model::dragZeroPoint);
        chart.setOnZeroPointCommit(zeroPoint -> {
            if (model.isDragging()) {
                model.commitZeroPointDrag();
            } else {
                model.stepZeroPoint(zeroPoint);
            }
        });
        chart.setOnRangeCancel(model::cancelDrag);
        strip.setOnSelect(this::pick);
    }

    private void show(WeightsPicture picture) {
        if (picture == null) {
            legend.show(null, -1);
            chart.show(null, null);
            strip.show(List.of(), null);
            return;
        }
        legend.show(picture.histogram(), picture.request().channel());
        chart.show(picture.histogram(), picture.request().clip().orElse(null));
        strip.show(picture.spans(), picture.request().layer().weight());
    }

    private void showFocus(Focus focus) {
        BitSet channels = new BitSet();
        focus.selection().forEach(channels::set);
        strip.setSelection(channels, focus.channel());
    }

    private void pick(int channel, boolean toggle, boolean extend) {
        Focus now = model.focusProperty().get();
        SortedSet<Integer> selection = new TreeSet<>(toggle || extend ? now.selection() : new TreeSet<>());
        if (extend) {
            for (int i = Math.min(now.channel(), channel); i <= Math.max(now.channel(), channel); i++) {
                selection.add(i);
            }
        } else if (toggle && selection.contains(channel)) {
            selection.remove(channel);
        } else {
            selection.add(channel);
        }
        boolean kept = selection.contains(channel) || selection.isEmpty();
        model.select(kept ? channel : selection.first(), selection);
    }
}
