package org.quantscope.ui;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
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
    private static final double NARROW = 560;

    private final WeightsViewModel model;
    private final VBox pane = new VBox();
    private final Label name = Controls.label("", "medium");
    private final Label path = Controls.label("", "muted");
    private final WeightHistogramLegend legend = new WeightHistogramLegend();
    private final WeightHistogramChart chart = new WeightHistogramChart();
    private final ChannelStrip strip = new ChannelStrip();
    private final Segments<Boolean> scope = new Segments<>("weights-scope", List.of(true, false),
            whole -> whole ? "Layer" : "Channel", "Count all channels' weights, or those of the shown channel alone.");
    private final Segments<CountScale> counts = new Segments<>("weights-counts", List.of(CountScale.values()),
            value -> value == CountScale.LINEAR ? "Linear" : "Log",
            "Draw counts as they are, or their powers of ten, so that rare values can be seen.");
    private final VBox uncounted = new VBox(8);
    /** The scale of what is not shown: activations begin with powers of ten, since most are zero behind a ReLU. */
    private CountScale otherCounts = CountScale.LOG;
    private Optional<ActivationHistogramViewModel> activation = Optional.empty();

    public WeightsView(WeightsViewModel model) {
        this.model = model;
        pane.setId("weights-pane");
        pane.getStyleClass().add("pane");
        legend.setId("weights-legend");
        chart.setId("weights-histogram");
        strip.setId("weights-strip");
        StackPane plot = new StackPane(chart, uncounted());
        plot.setMinHeight(0);
        VBox body = new VBox(legend, plot, strip);
        body.setPadding(new Insets(0, 12, 4, 12));
        body.setMinHeight(0);
        VBox.setVgrow(plot, Priority.ALWAYS);
        VBox.setVgrow(body, Priority.ALWAYS);
        strip.setMaxHeight(104);
        pane.getChildren().setAll(header(), body);
        wire();
        show();
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
        Segments<HistogramSubject> subject = new Segments<>("weights-subject", List.of(HistogramSubject.values()),
                HistogramSubject::title, "Show the layer's weights, or its input or output on the calibration images,"
                + " with the ranges that the methods choose.");
        subject.show(HistogramSubject.WEIGHTS);
        subject.onChosen(this::choose);
        bind(scope, model.wholeLayerProperty().get(), model.wholeLayerProperty()::set);
        Segments<HistogramAxis> axis = new Segments<>("weights-axis", List.of(HistogramAxis.values()),
                value -> value == HistogramAxis.VALUES ? "Values" : "Codes",
                "Lay the weights out by their real value, or by their code: w / scale + zero point.");
        bind(axis, model.axisProperty().get(), model.axisProperty()::set);
        bind(counts, model.countsProperty().get(), model.countsProperty()::set);
        name.setId("weights-layer");
        name.setMinWidth(0);
        pane.widthProperty().addListener((property, before, now) ->
                Styles.set(pane, "narrow", now.doubleValue() < NARROW));
        name.managedProperty().bind(pane.widthProperty().map(width -> width.doubleValue() > NARROW));
        name.visibleProperty().bind(name.managedProperty());
        path.managedProperty().bind(pane.widthProperty().map(width -> width.doubleValue() > NARROW));
        path.visibleProperty().bind(path.managedProperty());
        path.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        path.setMinWidth(0);
        HBox header = new HBox(subject, name, path, Controls.spring(), scope, axis, counts,
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
        model.pictureProperty().addListener((property, before, now) -> show());
        model.ticks().ticksProperty().addListener((property, before, now) -> show());
        for (ActivationSide side : ActivationSide.values()) {
            ActivationHistogramViewModel one = model.activation(side);
            one.pictureProperty().addListener((property, before, now) -> showIf(one));
            one.ticksProperty().addListener((property, before, now) -> showIf(one));
        }
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
        wireHandles();
        strip.setOnSelect(this::pick);
    }

    /** The handles and marks move what is shown: the weights, or one of the activations. */
    private void wireHandles() {
        chart.setOnRangeDrag((low, high) -> activation.ifPresentOrElse(
                one -> one.dragRange(low, high), () -> model.dragRange(low, high)));
        chart.setOnRangeCommit((low, high) -> activation.ifPresentOrElse(
                one -> finish(one.isDragging(), one::commitDrag, () -> one.stepRange(low, high)),
                () -> finish(model.isDragging(), model::commitDrag, () -> model.stepRange(low, high))));
        chart.setOnZeroPointDrag(code -> activation.ifPresentOrElse(
                one -> one.dragZeroPoint(code), () -> model.dragZeroPoint(code)));
        chart.setOnZeroPointCommit(code -> activation.ifPresentOrElse(
                one -> finish(one.isDragging(), one::commitZeroPointDrag, () -> one.stepZeroPoint(code)),
                () -> finish(model.isDragging(), model::commitZeroPointDrag, () -> model.stepZeroPoint(code))));
        chart.setOnRangeCancel(() -> activation.ifPresentOrElse(
                ActivationHistogramViewModel::cancelDrag, model::cancelDrag));
        chart.setOnTick(tick -> activation.ifPresentOrElse(
                one -> one.take(tick), () -> model.ticks().take(tick)));
    }

    private static void finish(boolean dragged, Runnable commit, Runnable step) {
        (dragged ? commit : step).run();
    }

    /** What stands in the histogram's place while nothing is counted: how far that is. */
    private VBox uncounted() {
        Label words = Controls.label("Histograms of inputs and outputs are counted on the calibration images.", "muted");
        words.setWrapText(true);
        CalibrationViewModel calibration = model.calibration();
        JobBar bar = new JobBar("histogram-calibration", "Calibrate", "Observe every layer's input and output on the"
                + " calibration images.", calibration.statusProperty(), calibration.whyProperty(), calibration::start,
                calibration::cancel);
        bar.setAlignment(Pos.CENTER);
        uncounted.setId("histogram-uncounted");
        uncounted.setAlignment(Pos.CENTER);
        uncounted.getChildren().setAll(words, bar);
        Styles.present(uncounted, false);
        return uncounted;
    }

    /** A histogram that nobody counted yet is begun at once. */
    private void choose(HistogramSubject subject) {
        boolean wasWeights = activation.isEmpty();
        activation = subject.side().map(model::activation);
        if (wasWeights != activation.isEmpty()) {
            CountScale before = model.countsProperty().get();
            model.countsProperty().set(otherCounts);
            counts.show(otherCounts);
            otherCounts = before;
        }
        CalibrationViewModel calibration = model.calibration();
        if (activation.filter(one -> one.pictureProperty().get().histogram().isEmpty()).isPresent()
                && calibration.whyProperty().get().isEmpty()) {
            calibration.start();
        }
        Styles.present(scope, activation.isEmpty());
        Styles.present(strip, activation.isEmpty());
        chart.setCounted(activation.isEmpty() ? "weight" : "value",
                activation.isEmpty() ? "No weights to show yet" : "");
        show();
        chart.fit();
    }

    private void showIf(ActivationHistogramViewModel changed) {
        if (activation.filter(one -> one == changed).isPresent()) {
            show();
        }
    }

    private void show() {
        activation.ifPresentOrElse(this::showActivation, this::showWeights);
    }

    private void showActivation(ActivationHistogramViewModel one) {
        ActivationHistogramViewModel.Picture picture = one.pictureProperty().get();
        Styles.present(uncounted, picture.histogram().isEmpty());
        legend.show(picture.histogram().orElse(null), -1);
        chart.show(picture.histogram().orElse(null), picture.clip().orElse(null));
        chart.showTicks(one.ticksProperty().get());
    }

    private void showWeights() {
        WeightsPicture picture = model.pictureProperty().get();
        Styles.present(uncounted, false);
        if (picture == null) {
            legend.show(null, -1);
            chart.show(null, null);
            strip.show(List.of(), null);
            return;
        }
        legend.show(picture.histogram(), picture.request().channel());
        chart.show(picture.histogram(), picture.request().clip().orElse(null));
        chart.showTicks(model.ticks().ticksProperty().get());
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
