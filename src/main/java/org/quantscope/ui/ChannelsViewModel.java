package org.quantscope.ui;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.quantscope.conv.ChannelRange;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.TensorParams;
import org.quantscope.settings.WeightEdits;
import org.quantscope.settings.WeightSettings;
import org.quantscope.workspace.Focus;
import org.quantscope.workspace.LayerResult;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/** The channel table: one row for each output channel of the layer in focus, edited in place. */
public final class ChannelsViewModel {
    /** The columns that can be typed into. */
    enum Field {
        BITS("Bits"),
        SCALE("Scale"),
        ZERO_POINT("Zero point");

        private final String label;

        Field(String label) {
            this.label = label;
        }
    }

    /** What the rows were filled from; a layer has hundreds of them, and most new states leave them as they are. */
    private record Filled(LayerParams params, WeightSettings weight, LayerResult result) {
        boolean sameAs(Filled other) {
            return other != null && params == other.params && weight == other.weight && result == other.result;
        }
    }

    private final Workspace workspace;
    private final LayerEditing editing;
    private final ObservableList<ChannelRow> rows = FXCollections.observableArrayList();
    private final ReadOnlyIntegerWrapper setByHand = new ReadOnlyIntegerWrapper(this, "setByHand", 0);
    private final ReadOnlyBooleanWrapper allLocked = new ReadOnlyBooleanWrapper(this, "allLocked", false);
    private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper(this, "stale", false);
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper(this, "fault", "");
    private final ReadOnlyObjectWrapper<Focus> focus = new ReadOnlyObjectWrapper<>(this, "focus", Focus.NOTHING);
    private ChannelRow[] byChannel = {};
    private Filled filled;
    private String layer = "";
    private boolean worstFirst;

    public ChannelsViewModel(Workspace workspace) {
        this.workspace = workspace;
        this.editing = new LayerEditing(workspace);
        workspace.onChange(this::show);
    }

    /** The rows in the order shown. */
    ObservableList<ChannelRow> rows() {
        return rows;
    }

    /** How many channels have something set by hand. */
    ReadOnlyIntegerProperty setByHandProperty() {
        return setByHand.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty allLockedProperty() {
        return allLocked.getReadOnlyProperty();
    }

    /** Whether the SQNR figures belong to settings that are no longer shown. */
    ReadOnlyBooleanProperty staleProperty() {
        return stale.getReadOnlyProperty();
    }

    /** Why the last value typed was refused; empty: it was not. */
    ReadOnlyStringProperty faultProperty() {
        return fault.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Focus> focusProperty() {
        return focus.getReadOnlyProperty();
    }

    private void show(WorkspaceState state) {
        int channels = state.layer().map(found -> found.outputChannels()).orElse(0);
        boolean otherLayer = !state.focus().layer().equals(layer) || channels != byChannel.length;
        if (otherLayer) {
            layer = state.focus().layer();
            byChannel = IntStream.range(0, channels).mapToObj(ChannelRow::new).toArray(ChannelRow[]::new);
            filled = null;
            fault.set("");
        }
        fill(state);
        if (otherLayer) {
            rows.setAll(byChannel);
            sort();
        }
        focus.set(state.focus());
    }

    private void fill(WorkspaceState state) {
        Filled now = new Filled(
                state.layer().flatMap(found -> state.params()).orElse(null), state.layerSettings().weight().orElse(null),
                state.shown().orElse(null));
        if (!now.sameAs(filled)) {
            filled = now;
            fillRows(state);
        }
        stale.set(!state.isShownCurrent());
    }

    private void fillRows(WorkspaceState state) {
        Optional<WeightSettings> choices = state.layerSettings().weight();
        Optional<TensorParams> params = state.layer().flatMap(found -> state.params()).flatMap(all -> all.weight());
        Optional<LayerResult> result = state.shown().filter(done -> done.layer().name().equals(layer));
        WeightSettings weight = choices.orElse(WeightSettings.DEFAULT);
        for (ChannelRow row : byChannel) {
            int channel = row.channel();
            row.show(new ChannelRow.Shown(
                    params.map(all -> all.channel(channel)).orElse(null),
                    weight.override(channel),
                    weight.locked().contains(channel),
                    result.map(done -> sqnrDb(done, channel, row.shown().sqnrDb())).orElse(Double.NaN)));
        }
        setByHand.set(weight.overrides().size());
        allLocked.set(byChannel.length > 0 && weight.locked().size() == byChannel.length);
    }

    /** A result of some channels alone leaves the others as they were. */
    private static double sqnrDb(LayerResult result, int channel, double known) {
        ChannelRange computed = result.report().channels();
        boolean inside = channel >= computed.from() && channel < computed.to();
        return inside ? result.report().channelErrors().get(channel - computed.from()).sqnrDb() : known;
    }

    // ---- order

    /** Worst SQNR first, or by channel. Rows keep their places afterwards, however the figures move. */
    void toggleWorstFirst() {
        worstFirst = !worstFirst;
        sort();
    }

    private void sort() {
        Comparator<ChannelRow> byNumber = Comparator.comparingInt(ChannelRow::channel);
        Comparator<ChannelRow> byQuality = Comparator.comparingDouble(row -> row.shown().sqnrDb());
        FXCollections.sort(rows, worstFirst ? byQuality.thenComparing(byNumber) : byNumber);
    }

    // ---- selection

    /** Looks at channel {@code shown} and addresses {@code channels}; none: edits address the layer. */
    void select(int shown, Collection<Integer> channels) {
        Focus now = workspace.state().focus();
        TreeSet<Integer> wanted = new TreeSet<>(channels);
        if (shown >= 0 && shown < byChannel.length && (now.channel() != shown || !now.selection().equals(wanted))) {
            workspace.select(shown, wanted);
        }
    }

    void clearSelection() {
        select(workspace.state().focus().channel(), new TreeSet<>());
    }

    // ---- edits

    /** Sets a field of the whole selection to what was typed in the row of one channel; one undo step. */
    boolean type(Field field, int channel, String text) {
        SortedSet<Integer> channels = addressed(channel);
        OptionalDouble number = ParameterText.number(text);
        String sentence = number.isEmpty()
                ? "'" + text.strip() + "' is no number."
                : fault(field, channels, number.getAsDouble());
        if (sentence != null) {
            fault.set(sentence);
            return false;
        }
        double value = number.getAsDouble();
        Optional<String> refused = editing.edit(field.label, settings -> settings.editWeight(
                weight -> changed(weight, field, channels, value)));
        fault.set(refused.orElseGet(() -> note(channels)));
        return refused.isEmpty();
    }

    private static WeightSettings changed(
            WeightSettings weight, Field field, SortedSet<Integer> channels, double value) {
        return switch (field) {
            case BITS -> weight.withOverride(channels, own -> own.withBits((int) value));
            case SCALE -> weight.withOverride(channels, own -> own.withScale((float) value));
            case ZERO_POINT -> WeightEdits.withZeroPoint(weight, channels, (float) value);
        };
    }

    private String fault(Field field, SortedSet<Integer> channels, double value) {
        if (field == Field.SCALE) {
            return QuantParams.scaleFault(value);
        }
        if (field == Field.BITS) {
            boolean fits = value >= QuantType.MIN_BITS && value <= QuantType.MAX_BITS;
            return value != Math.rint(value)
                    ? field.label + " takes a whole number; " + ParameterText.brief(value) + " is none."
                    : fits ? null : "A bit-width must lie between 2 and 16; " + (long) value + " does not.";
        }
        for (int channel : channels) {
            QuantParams params = byChannel[channel].shown().params();
            String sentence = params == null ? null : QuantParams.zeroPointFault(params.type(), value, params.formula());
            if (sentence != null) {
                return sentence;
            }
        }
        return null;
    }

    /** Takes back what was set by hand for the selection. */
    void reset() {
        SortedSet<Integer> selection = workspace.state().focus().selection();
        if (!selection.isEmpty()) {
            apply("Reset", selection, weight -> WeightEdits.reset(weight, selection));
        }
    }

    /** Locks the selection, or unlocks it where all of it is locked. */
    void toggleLock() {
        toggleLock(workspace.state().focus().selection());
    }

    void toggleLock(SortedSet<Integer> channels) {
        if (channels.isEmpty() || byChannel.length == 0) {
            return;
        }
        boolean lock = !channels.stream().allMatch(channel -> byChannel[channel].shown().locked());
        editing.edit(lock ? "Lock" : "Unlock",
                settings -> settings.editWeight(weight -> WeightEdits.withLock(weight, channels, lock)));
        fault.set("");
    }

    void toggleLockAll() {
        toggleLock(new TreeSet<>(IntStream.range(0, byChannel.length).boxed().toList()));
    }

    private void apply(String what, SortedSet<Integer> channels, UnaryOperator<WeightSettings> change) {
        Optional<String> refused = editing.edit(what, settings -> settings.editWeight(change));
        fault.set(refused.orElseGet(() -> note(channels)));
    }

    private String note(SortedSet<Integer> channels) {
        boolean allPassedBy = channels.stream().allMatch(channel -> byChannel[channel].shown().locked());
        return allPassedBy ? Steps.lockedSentence(channels) : "";
    }

    private SortedSet<Integer> addressed(int channel) {
        SortedSet<Integer> selection = workspace.state().focus().selection();
        return selection.contains(channel) ? selection : new TreeSet<>(List.of(channel));
    }
}
