package org.quantscope.ui;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import javafx.beans.value.ObservableValue;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.quantscope.model.Layer;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.WeightEdits;
import org.quantscope.settings.WeightSettings;
import org.quantscope.workspace.Focus;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/** The layer menu: going from layer to layer and from channel to channel, and what is done to them as a whole. */
final class LayerActions {
    private final Workspace workspace;
    private final ObservableValue<Boolean> layerShown;
    private final ObservableValue<Boolean> quantized;
    private final ObservableValue<Boolean> isFloat;

    LayerActions(Workspace workspace, ObservableValue<WorkspaceState> state) {
        this.workspace = workspace;
        this.layerShown = state.map(now -> now.layer().isPresent());
        this.quantized = state.map(now -> now.layer().isPresent() && now.layerSettings().weight().isPresent());
        this.isFloat = state.map(now -> now.layer().isPresent() && now.layerSettings().weight().isEmpty());
    }

    void addTo(Actions actions) {
        actions.add(ActionMenu.LAYER, walking());
        actions.add(ActionMenu.LAYER, channels());
        actions.add(ActionMenu.LAYER, wholeLayer());
    }

    private Action[] walking() {
        return new Action[] {
            Action.of("layer.previous", "Previous layer", "Look at the layer before this one in the network.", () ->
                            stepLayer(-1))
                    .withKeys("Shortcut+Page Up")
                    .when(layerShown),
            Action.of("layer.next", "Next layer", "Look at the layer after this one in the network.", () ->
                            stepLayer(1))
                    .withKeys("Shortcut+Page Down")
                    .when(layerShown),
            Action.of("layer.previousChannel", "Previous channel", "Look at the output channel before this one.", () ->
                            stepChannel(-1))
                    .withIcon(MaterialDesignC.CHEVRON_LEFT)
                    .withKeys("Open Bracket")
                    .when(layerShown),
            Action.of("layer.nextChannel", "Next channel", "Look at the output channel after this one.", () ->
                            stepChannel(1))
                    .withIcon(MaterialDesignC.CHEVRON_RIGHT)
                    .withKeys("Close Bracket")
                    .when(layerShown)
        };
    }

    private Action[] channels() {
        return new Action[] {
            Action.of("layer.resetChannels", "Reset channels", "Take back what was set by hand for the selected"
                            + " channels; locked ones stay.", this::resetChannels)
                    .withIcon(MaterialDesignB.BACKUP_RESTORE)
                    .withKeys("Delete")
                    .when(quantized),
            Action.of("layer.lockChannels", "Lock or unlock channels", "Locked channels are passed by when the layer or"
                            + " a selection is edited.", this::lockChannels)
                    .withIcon(MaterialDesignL.LOCK_OUTLINE)
                    .withKeys("L")
                    .when(quantized)
        };
    }

    private Action[] wholeLayer() {
        return new Action[] {
            Action.of("layer.reset", "Reset layer", "Set everything of this layer back to how the model opened: 8-bit"
                            + " weights per channel, 8-bit activations; locked channels stay.", this::resetLayer)
                    .withIcon(MaterialDesignR.RESTORE)
                    .when(layerShown),
            Action.of("layer.float", "Leave weights float", "Do not quantize this layer's weights.", () ->
                            editLayer("Leave weights float", layer -> layer.withWeight(Optional.empty())))
                    .withIcon(MaterialDesignD.DECIMAL)
                    .when(quantized),
            Action.of("layer.quantize", "Quantize weights", "Quantize this layer's weights again, 8 bits per"
                            + " channel.", () -> editLayer(
                            "Quantize weights", layer -> layer.withWeight(Optional.of(WeightSettings.DEFAULT))))
                    .when(isFloat)
        };
    }

    private void stepLayer(int step) {
        WorkspaceState state = workspace.state();
        List<String> names = state.model().orElseThrow().layers().stream().map(Layer::name).toList();
        int next = Math.floorMod(names.indexOf(state.focus().layer()) + step, names.size());
        workspace.focus(names.get(next));
    }

    private void stepChannel(int step) {
        WorkspaceState state = workspace.state();
        int channels = state.layer().orElseThrow().outputChannels();
        int next = Math.floorMod(state.focus().channel() + step, channels);
        workspace.select(next, new TreeSet<>(List.of(next)));
    }

    private void resetChannels() {
        SortedSet<Integer> chosen = chosenChannels();
        editLayer("Reset " + named(chosen), layer -> layer.editWeight(weight -> WeightEdits.reset(weight, chosen)));
    }

    private void lockChannels() {
        SortedSet<Integer> chosen = chosenChannels();
        boolean lock = !workspace.state().layerSettings().weight().orElseThrow().locked().containsAll(chosen);
        editLayer(
                (lock ? "Lock " : "Unlock ") + named(chosen),
                layer -> layer.editWeight(weight -> WeightEdits.withLock(weight, chosen, lock)));
    }

    private void resetLayer() {
        new LayerEditing(workspace).reset();
    }

    private void editLayer(String label, UnaryOperator<LayerSettings> change) {
        String name = workspace.state().focus().layer();
        String shown = workspace.state().layer().map(Layer::displayName).orElse(name);
        workspace.edit(label + " of " + shown, settings -> settings.withLayer(name, change));
    }

    private SortedSet<Integer> chosenChannels() {
        Focus focus = workspace.state().focus();
        return focus.selection().isEmpty() ? new TreeSet<>(List.of(focus.channel())) : focus.selection();
    }

    private static String named(SortedSet<Integer> channels) {
        return channels.size() == 1 ? "channel " + channels.first() : channels.size() + " channels";
    }
}
