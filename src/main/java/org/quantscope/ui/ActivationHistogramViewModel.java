package org.quantscope.ui;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.quantscope.analysis.ActivationHistogram;
import org.quantscope.analysis.HistogramAxis;
import org.quantscope.analysis.WeightHistogram;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.RangeChoice;
import org.quantscope.ui.chart.ClipState;
import org.quantscope.ui.chart.RangeTick;
import org.quantscope.workspace.LatestJob;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/** The input or the output of the layer in focus on all calibration images, and its range to take hold of. */
final class ActivationHistogramViewModel {
    /**
     * What is drawn.
     *
     * @param histogram empty while nothing is counted
     * @param clip the range to take hold of; empty where it stays float
     */
    record Picture(Optional<WeightHistogram> histogram, Optional<ClipState> clip) {
        static final Picture NOTHING = new Picture(Optional.empty(), Optional.empty());
    }

    private final Workspace workspace;
    private final ActivationSide side;
    private final LayerEditing editing;
    private final ObjectProperty<HistogramAxis> axis;
    private final LatestJob<MethodRanges.Request, List<RangeTick>> counting;
    private final ReadOnlyObjectWrapper<Picture> picture =
            new ReadOnlyObjectWrapper<>(this, "picture", Picture.NOTHING);
    private final ReadOnlyObjectWrapper<List<RangeTick>> ticks =
            new ReadOnlyObjectWrapper<>(this, "ticks", List.of());
    private MethodRanges.Request requested;
    private RangeStatistics drawn;
    private Optional<ClipState> drawnClip = Optional.empty();
    private HistogramAxis drawnAxis;
    private boolean dragging;

    ActivationHistogramViewModel(Workspace workspace, ActivationSide side, ObjectProperty<HistogramAxis> axis) {
        this.workspace = workspace;
        this.side = side;
        this.axis = axis;
        this.editing = new LayerEditing(workspace);
        this.counting = workspace.jobs().chart(MethodRanges::ticks, (request, found) -> {
            if (request == requested) {
                ticks.set(found);
            }
        });
        axis.addListener((property, before, now) -> show(workspace.state()));
        workspace.onChange(this::show);
    }

    ReadOnlyObjectProperty<Picture> pictureProperty() {
        return picture.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<List<RangeTick>> ticksProperty() {
        return ticks.getReadOnlyProperty();
    }

    private void show(WorkspaceState state) {
        Optional<RangeStatistics> seen = state.layer().isEmpty()
                ? Optional.empty()
                : state.derivation().flatMap(all -> side.seen(all.statistics(state.focus().layer())))
                        .filter(statistics -> statistics.distribution().isPresent());
        if (seen.isEmpty()) {
            requested = null;
            drawn = null;
            counting.cancel();
            ticks.set(List.of());
            picture.set(Picture.NOTHING);
            return;
        }
        Optional<ActivationSettings> choices =
                side.choices(state.layerSettings()).filter(one -> one.formula().isAffine());
        Optional<QuantParams> params = choices.flatMap(one -> state.params().flatMap(side::params));
        draw(seen.get(), choices, params);
        mark(seen.get(), choices);
    }

    private void draw(RangeStatistics seen, Optional<ActivationSettings> choices, Optional<QuantParams> params) {
        Optional<ClipState> clip = params.map(own -> new ClipState(
                new ActivationViewModel.Shown(choices, params).range().orElseThrow(), own,
                choices.orElseThrow().scheme() == QuantScheme.SYMMETRIC, true));
        if (seen != drawn || !clip.equals(drawnClip) || axis.get() != drawnAxis) {
            drawn = seen;
            drawnClip = clip;
            drawnAxis = axis.get();
            picture.set(new Picture(
                    Optional.of(ActivationHistogram.of(seen.distribution().orElseThrow(), params, axis.get())), clip));
        }
    }

    private void mark(RangeStatistics seen, Optional<ActivationSettings> choices) {
        if (choices.isEmpty()) {
            requested = null;
            counting.cancel();
            ticks.set(List.of());
            return;
        }
        CalibrationMethod method = choices.get().range().method();
        boolean byHand = new ActivationViewModel.Shown(choices, Optional.empty()).isByHand();
        MethodRanges.Request wanted = new MethodRanges.Request(seen, any -> seen, choices.get().rangeTarget(),
                RangeMethods.marksOfActivations(method), byHand ? Optional.empty() : Optional.of(method));
        if (!wanted.sameAs(requested)) {
            requested = wanted;
            counting.submit(wanted);
        }
    }

    // ---- taking hold

    /** Takes the method of a mark; one undo step. */
    void take(RangeTick tick) {
        edit(choices -> choices.withRange(RangeChoice.of(CalibrationMethod.parse(tick.method()))));
    }

    boolean isDragging() {
        return dragging;
    }

    void dragRange(float low, float high) {
        dragging = true;
        editing.preview(onSide(withRange(low, high)));
    }

    void commitDrag() {
        dragging = false;
        editing.commitPreview(side.title() + " range");
    }

    void stepRange(float low, float high) {
        editing.step(side.title() + " range", onSide(withRange(low, high)));
    }

    void dragZeroPoint(int zeroPoint) {
        dragging = true;
        editing.preview(onSide(withZeroPoint(zeroPoint)));
    }

    void commitZeroPointDrag() {
        dragging = false;
        editing.commitPreview(side.title() + " zero point");
    }

    void stepZeroPoint(int zeroPoint) {
        editing.step(side.title() + " zero point", onSide(withZeroPoint(zeroPoint)));
    }

    void cancelDrag() {
        dragging = false;
        editing.cancelPreview();
    }

    private static UnaryOperator<ActivationSettings> withRange(float low, float high) {
        return choices -> choices.withRange(RangeChoice.byHand(new ClippingRange(low, high)));
    }

    private static UnaryOperator<ActivationSettings> withZeroPoint(int code) {
        return choices -> choices.withScheme(QuantScheme.AFFINE)
                .withZeroPoint(choices.formula().isMicronet() ? -code : code);
    }

    private void edit(UnaryOperator<ActivationSettings> change) {
        editing.edit(side.title() + " range", onSide(change));
    }

    private UnaryOperator<LayerSettings> onSide(UnaryOperator<ActivationSettings> change) {
        return settings -> side.with(settings, side.choices(settings).map(change));
    }
}
