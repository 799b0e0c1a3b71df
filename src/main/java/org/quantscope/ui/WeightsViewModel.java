package org.quantscope.ui;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.UnaryOperator;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.quantscope.analysis.HistogramAxis;
import org.quantscope.analysis.WeightCounter;
import org.quantscope.model.Layer;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.TensorParams;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.RangeChoice;
import org.quantscope.settings.WeightEdits;
import org.quantscope.settings.WeightSettings;
import org.quantscope.ui.chart.ClipState;
import org.quantscope.ui.chart.CountScale;
import org.quantscope.workspace.Focus;
import org.quantscope.workspace.LatestJob;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/** The weights of the layer in focus before and after quantization, and the clipping range to take hold of. */
public final class WeightsViewModel {
    /** Up to this many weights counting takes a few milliseconds and is done at once, so that nothing lags the finger. */
    static final int COUNTED_AT_ONCE = 40_000;

    private final Workspace workspace;
    private final LayerEditing editing;
    private final LatestJob<WeightsPicture.Request, WeightsPicture> counting;
    private final BooleanProperty wholeLayer = new SimpleBooleanProperty(this, "wholeLayer", true);
    private final ObjectProperty<HistogramAxis> axis = new SimpleObjectProperty<>(this, "axis", HistogramAxis.VALUES);
    private final ObjectProperty<CountScale> counts = new SimpleObjectProperty<>(this, "counts", CountScale.LINEAR);
    private final ReadOnlyObjectWrapper<Optional<Layer>> layer =
            new ReadOnlyObjectWrapper<>(this, "layer", Optional.empty());
    private final ReadOnlyObjectWrapper<WeightsPicture> picture = new ReadOnlyObjectWrapper<>(this, "picture");
    private final ReadOnlyObjectWrapper<Focus> focus = new ReadOnlyObjectWrapper<>(this, "focus", Focus.NOTHING);
    private final WeightTicksViewModel ticks;
    private final Map<ActivationSide, ActivationHistogramViewModel> activations = new EnumMap<>(ActivationSide.class);
    private final CalibrationViewModel calibration;
    private WeightsPicture.Request requested;
    private WeightCounter counter;
    private boolean dragging;

    public WeightsViewModel(Workspace workspace) {
        this.workspace = workspace;
        this.editing = new LayerEditing(workspace);
        this.counting = workspace.jobs().chart(WeightsPicture::of, this::counted);
        wholeLayer.addListener((property, before, now) -> show(workspace.state()));
        axis.addListener((property, before, now) -> show(workspace.state()));
        this.ticks = new WeightTicksViewModel(workspace);
        for (ActivationSide side : ActivationSide.values()) {
            activations.put(side, new ActivationHistogramViewModel(workspace, side, axis));
        }
        this.calibration = new CalibrationViewModel(workspace);
        workspace.onChange(this::show);
    }

    /** The ranges of all methods for the weights. */
    WeightTicksViewModel ticks() {
        return ticks;
    }

    /** The input or the output in the weights' place. */
    ActivationHistogramViewModel activation(ActivationSide side) {
        return activations.get(side);
    }

    /** What histograms of inputs and outputs come from. */
    CalibrationViewModel calibration() {
        return calibration;
    }

    /** All channels together, or the shown one alone. */
    BooleanProperty wholeLayerProperty() {
        return wholeLayer;
    }

    ObjectProperty<HistogramAxis> axisProperty() {
        return axis;
    }

    ObjectProperty<CountScale> countsProperty() {
        return counts;
    }

    ReadOnlyObjectProperty<Optional<Layer>> layerProperty() {
        return layer.getReadOnlyProperty();
    }

    /** What is drawn; null before the first model. */
    ReadOnlyObjectProperty<WeightsPicture> pictureProperty() {
        return picture.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Focus> focusProperty() {
        return focus.getReadOnlyProperty();
    }

    private void show(WorkspaceState state) {
        layer.set(state.layer());
        if (state.layer().isEmpty()) {
            requested = null;
            counter = null;
            counting.cancel();
            picture.set(null);
        } else {
            WeightsPicture.Request wanted = request(state, state.layer().get());
            if (!wanted.sameAs(requested)) {
                requested = wanted;
                count(wanted);
            }
        }
        focus.set(state.focus());
    }

    private void count(WeightsPicture.Request wanted) {
        if (wanted.layer().weight().size() <= COUNTED_AT_ONCE) {
            counting.cancel();
            picture.set(WeightsPicture.of(wanted));
        } else {
            counting.submit(wanted);
        }
    }

    private void counted(WeightsPicture.Request request, WeightsPicture counted) {
        if (requested != null && request.layer() == requested.layer()) {
            picture.set(counted);
        }
    }

    private WeightsPicture.Request request(WorkspaceState state, Layer shown) {
        Optional<TensorParams> params = state.params().flatMap(all -> all.weight());
        int channel = Math.min(state.focus().channel(), shown.outputChannels() - 1);
        Optional<ClipState> clip = params.filter(all -> all.channel(channel).formula().isAffine()).map(
                all -> clip(state.layerSettings().weight().orElseThrow(), all, state.focus(), channel));
        if (counter == null || counter.weight() != shown.weight()) {
            counter = new WeightCounter(shown.weight());
        }
        return new WeightsPicture.Request(shown, counter, params, axis.get(), wholeLayer.get(), channel, clip);
    }

    /** What the handles take hold of: the range of the shown channel, which per tensor is that of all. */
    private static ClipState clip(WeightSettings choices, TensorParams params, Focus focus, int channel) {
        QuantParams own = params.channel(channel);
        SortedSet<Integer> addressed = Addressed.of(choices, focus, params.channelCount()).channels();
        return new ClipState(
                WeightRows.clip(choices, own, channel),
                own,
                choices.scheme() == QuantScheme.SYMMETRIC,
                !choices.locked().containsAll(addressed));
    }

    // ---- taking hold

    boolean isDragging() {
        return dragging;
    }

    void dragRange(float low, float high) {
        dragging = true;
        editing.preview(withRange(low, high));
    }

    /** The end of a drag, one undo step. */
    void commitDrag() {
        dragging = false;
        editing.commitPreview("Clip");
    }

    /** A key moved an end; one key after another is one undo step. */
    void stepRange(float low, float high) {
        editing.step("Clip", withRange(low, high));
    }

    void dragZeroPoint(int zeroPoint) {
        dragging = true;
        editing.preview(withZeroPoint(zeroPoint));
    }

    void commitZeroPointDrag() {
        dragging = false;
        editing.commitPreview("Zero point");
    }

    void stepZeroPoint(int zeroPoint) {
        editing.step("Zero point", withZeroPoint(zeroPoint));
    }

    void cancelDrag() {
        dragging = false;
        editing.cancelPreview();
    }

    private UnaryOperator<LayerSettings> withRange(float low, float high) {
        ClippingRange range = new ClippingRange(low, high);
        Addressed addressed = addressed();
        if (addressed.wholeLayer()) {
            return editing.wholeLayer(weight -> WeightEdits.withLayerRange(weight, RangeChoice.byHand(range)));
        }
        return settings ->
                settings.editWeight(weight -> WeightEdits.withChannelRange(weight, addressed.channels(), range));
    }

    private UnaryOperator<LayerSettings> withZeroPoint(int zeroPoint) {
        Addressed addressed = addressed();
        return settings ->
                settings.editWeight(weight -> WeightEdits.withOrigin(weight, addressed.channels(), zeroPoint));
    }

    private Addressed addressed() {
        WorkspaceState state = workspace.state();
        return Addressed.of(
                state.layerSettings().weight().orElse(WeightSettings.DEFAULT),
                state.focus(),
                state.layer().orElseThrow().outputChannels());
    }

    /** Looks at a channel and addresses a selection, as the strip asks for it. */
    void select(int channel, SortedSet<Integer> selection) {
        workspace.select(channel, selection);
    }
}
