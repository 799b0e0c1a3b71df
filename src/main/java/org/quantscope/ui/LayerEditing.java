package org.quantscope.ui;

import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.UnaryOperator;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.ParameterRules;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.LockedChannels;
import org.quantscope.settings.WeightSettings;
import org.quantscope.workspace.OpenModel;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/**
 * The one way from a pane to the settings of the layer in focus. A change is tried first: one that cannot be computed
 * with is refused with a sentence, and nothing changes.
 */
final class LayerEditing {
    /** Steps on the same field of the same channels, one after another, become one undo step. */
    private record MergeKey(String layer, SortedSet<Integer> channels, String field) {}

    private final Workspace workspace;

    LayerEditing(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Makes a change one undo step called {@code what} and the layer's name; gives the sentence if it is refused. */
    Optional<String> edit(String what, UnaryOperator<LayerSettings> change) {
        return fault(change).or(() -> {
            String layer = workspace.state().focus().layer();
            workspace.edit(label(what), settings -> settings.withLayer(layer, change));
            return Optional.empty();
        });
    }

    /** As {@link #edit}, for a key or an arrow that is pressed again and again: the steps become one. */
    Optional<String> step(String what, UnaryOperator<LayerSettings> change) {
        return fault(change).or(() -> {
            WorkspaceState state = workspace.state();
            MergeKey key = new MergeKey(state.focus().layer(), state.focus().selection(), what);
            workspace.edit(label(what), key, settings -> settings.withLayer(state.focus().layer(), change));
            return Optional.empty();
        });
    }

    /** Shows a change while the finger is down. A change that cannot be shown leaves the last one. */
    Optional<String> preview(UnaryOperator<LayerSettings> change) {
        return fault(change).or(() -> {
            String layer = workspace.state().focus().layer();
            workspace.preview(settings -> settings.withLayer(layer, change));
            return Optional.empty();
        });
    }

    void commitPreview(String what) {
        workspace.commitPreview(label(what));
    }

    void cancelPreview() {
        workspace.cancelPreview();
    }

    /** A change of the whole layer's weights that leaves locked channels as they are. */
    UnaryOperator<LayerSettings> wholeLayer(UnaryOperator<WeightSettings> change) {
        WorkspaceState state = workspace.state();
        String layer = state.focus().layer();
        return settings -> settings.editWeight(weight -> LockedChannels.keep(
                weight, change.apply(weight), state.derivation().orElseThrow().statistics(layer)));
    }

    /** Everything of the layer as the model opened; locked channels stay as they are. */
    Optional<String> reset() {
        Optional<LayerSettings> opened = workspace.state().layer().map(OpenModel::initialSettings);
        return edit("Reset", layer -> opened.orElse(layer)
                .withWeight(Optional.of(keepLocked(layer, WeightSettings.DEFAULT))));
    }

    /** What {@code after} gives to all channels but those that are locked {@code before}; they stay locked. */
    WeightSettings keepLocked(LayerSettings before, WeightSettings after) {
        WorkspaceState state = workspace.state();
        WeightSettings unlocked = after.withLocked(Set.of());
        return before.weight()
                .map(weight -> LockedChannels.keep(
                        weight, unlocked, state.derivation().orElseThrow().statistics(state.focus().layer())))
                .orElse(unlocked);
    }

    private String label(String what) {
        return what + " " + workspace.state().layer().orElseThrow().displayName();
    }

    /** Why the layer in focus could not be computed after a change, as a sentence. */
    private Optional<String> fault(UnaryOperator<LayerSettings> change) {
        WorkspaceState state = workspace.state();
        if (state.layer().isEmpty() || state.derivation().isEmpty()) {
            return Optional.of("No layer is open; open a model first.");
        }
        try {
            LayerParams params =
                    state.derivation().get().derive(state.focus().layer(), change.apply(state.layerSettings()));
            return ParameterRules.fault(params);
        } catch (IllegalArgumentException impossible) {
            return Optional.of(impossible.getMessage());
        }
    }
}
