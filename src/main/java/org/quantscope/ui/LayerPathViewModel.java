package org.quantscope.ui;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.ParameterRules;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.settings.LayerSettings;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/** What happens to the sums of a layer: fused clamp, bias, accumulator, requantization; and settings of whole layers. */
public final class LayerPathViewModel {
    /** The accumulators that can be chosen. */
    static final List<Accumulator> ACCUMULATORS = List.of(
            Accumulator.EXACT,
            new Accumulator(32, Accumulator.Overflow.WRAP),
            new Accumulator(32, Accumulator.Overflow.SATURATE),
            new Accumulator(24, Accumulator.Overflow.WRAP),
            new Accumulator(24, Accumulator.Overflow.SATURATE),
            new Accumulator(20, Accumulator.Overflow.WRAP),
            new Accumulator(20, Accumulator.Overflow.SATURATE),
            new Accumulator(16, Accumulator.Overflow.WRAP),
            new Accumulator(16, Accumulator.Overflow.SATURATE));

    /**
     * What is shown of it.
     *
     * @param layer the layer's short name; empty: there is none
     * @param settings its choices
     * @param profile the requantization in use
     * @param faults why a requantization cannot be chosen; one without an entry can
     * @param copied whether there are settings to paste
     */
    record Shown(
            String layer,
            LayerSettings settings,
            RequantizationProfile profile,
            Map<RequantizationProfile, String> faults,
            boolean copied) {
        static final Shown NOTHING =
                new Shown("", LayerSettings.FLOAT, RequantizationProfile.FLOAT32, Map.of(), false);

        Accumulator accumulator() {
            return settings.accumulator().orElse(Accumulator.EXACT);
        }
    }

    private final Workspace workspace;
    private final LayerEditing editing;
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", Shown.NOTHING);
    private final ReadOnlyObjectWrapper<RowFault> fault = new ReadOnlyObjectWrapper<>(this, "fault", RowFault.NONE);
    private Optional<LayerSettings> copied = Optional.empty();
    private int copiedChannels;
    private String faultAt = "";

    LayerPathViewModel(Workspace workspace) {
        this.workspace = workspace;
        this.editing = new LayerEditing(workspace);
        workspace.onChange(this::show);
    }

    ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<RowFault> faultProperty() {
        return fault.getReadOnlyProperty();
    }

    private void show(WorkspaceState state) {
        if (!state.focus().layer().equals(faultAt)) {
            fault.set(RowFault.NONE);
        }
        if (state.layer().isEmpty() || state.derivation().isEmpty()) {
            shown.set(Shown.NOTHING);
            return;
        }
        LayerSettings settings = state.layerSettings();
        LayerParams params = state.params().orElseThrow();
        Map<RequantizationProfile, String> faults = new EnumMap<>(RequantizationProfile.class);
        for (RequantizationProfile profile : RequantizationProfile.values()) {
            ParameterRules.fault(params.withRequantization(profile))
                    .ifPresent(sentence -> faults.put(profile, sentence));
        }
        shown.set(new Shown(
                state.layer().get().displayName(),
                settings,
                settings.requantization().orElse(RequantizationProfile.FLOAT32),
                Map.copyOf(faults),
                copied.isPresent()));
    }

    // ---- clamp

    void chooseClamp(Optional<Clamp> clamp) {
        report(RowFault.Row.CLAMP, editing.edit("Clamp", layer -> layer.withClamp(clamp)), "");
    }

    /** One bound as it was typed; the other stays. */
    void typeClamp(boolean high, String text) {
        OptionalDouble number = ParameterText.number(text);
        Clamp now = shown.get().settings().clamp().orElse(new Clamp(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY));
        float bound = (float) number.orElse(Double.NaN);
        float low = high ? now.lo() : bound;
        float top = high ? bound : now.hi();
        if (Float.isNaN(bound)) {
            refuse(RowFault.Row.CLAMP, "'" + text.strip() + "' is no bound; write a number such as 6.");
        } else if (low >= top) {
            refuse(RowFault.Row.CLAMP, "The lower bound of a clamp must lie below the upper one; "
                    + ParameterText.brief(low) + " does not lie below " + ParameterText.brief(top) + ".");
        } else {
            chooseClamp(Optional.of(new Clamp(low, top)));
        }
    }

    // ---- bias and sums

    /** 16 or 32 bits, or empty for a float bias; with a quantized output the latter needs the float64 path. */
    void chooseBias(OptionalInt bits) {
        LayerSettings now = shown.get().settings();
        boolean switches = bits.isEmpty() && now.output().isPresent()
                && shown.get().profile() != RequantizationProfile.FLOAT64;
        boolean back = bits.isPresent() && now.biasBits().isEmpty()
                && shown.get().profile() == RequantizationProfile.FLOAT64;
        report(RowFault.Row.BIAS, editing.edit("Bias", layer -> switches
                        ? layer.withBiasBits(bits).withRequantization(Optional.of(RequantizationProfile.FLOAT64))
                        : layer.withBiasBits(bits)),
                switches ? "The integer path is float64 now: a float bias can only be added in double."
                        : back ? "The integer path stays float64; every other one can be chosen again." : "");
    }

    void chooseProfile(RequantizationProfile profile) {
        report(RowFault.Row.PATH, editing.edit("Integer path", layer -> layer.withRequantization(
                profile == RequantizationProfile.FLOAT32 ? Optional.empty() : Optional.of(profile))), "");
    }

    void chooseAccumulator(Accumulator accumulator) {
        report(RowFault.Row.PATH, editing.edit("Accumulator", layer -> layer.withAccumulator(
                accumulator.equals(Accumulator.EXACT) ? Optional.empty() : Optional.of(accumulator))), "");
    }

    // ---- whole layers

    void copy() {
        workspace.state().layer().ifPresent(layer -> {
            copied = Optional.of(workspace.state().layerSettings());
            copiedChannels = layer.outputChannels();
            show(workspace.state());
        });
    }

    /**
     * Gives the layer the settings copied before; its own clamp and its locked channels stay. What was set by hand for
     * single channels comes along where both layers have as many channels.
     */
    void paste() {
        if (copied.isEmpty() || workspace.state().layer().isEmpty()) {
            return;
        }
        LayerSettings source = copied.get();
        boolean sameChannels = workspace.state().layer().get().outputChannels() == copiedChannels;
        report(RowFault.Row.LAYER, editing.edit("Paste settings into", layer -> source
                .withClamp(layer.clamp())
                .withWeight(source.weight().map(weight -> editing.keepLocked(
                        layer, sameChannels ? weight : weight.withOverrides(Map.of()))))), "");
    }

    /** Everything as the model opened; locked channels stay as they are. */
    void reset() {
        report(RowFault.Row.LAYER, editing.reset(), "");
    }

    private void report(RowFault.Row row, Optional<String> refused, String note) {
        if (refused.isPresent()) {
            refuse(row, refused.get());
        } else {
            faultAt = workspace.state().focus().layer();
            fault.set(note.isEmpty() ? RowFault.NONE : new RowFault(row, note, false));
        }
    }

    private void refuse(RowFault.Row row, String sentence) {
        faultAt = workspace.state().focus().layer();
        fault.set(new RowFault(row, sentence, true));
        Shown same = shown.get();
        shown.set(Shown.NOTHING); // fields show the old value again although the state did not change
        shown.set(same);
    }
}
