package org.quantscope.ui;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Scene;
import javafx.stage.Window;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.quantscope.workspace.InputSource;
import org.quantscope.workspace.Workspace;

/** The network menu: what is known of the whole network, and how to find out more. */
final class NetworkActions {
    private final Supplier<NetworkWindow> window;
    private final Supplier<Window> owner;

    private NetworkActions(Supplier<NetworkWindow> window, Supplier<Window> owner) {
        this.window = window;
        this.owner = owner;
    }

    /** @param window makes the network's window when it is first wanted */
    static void addTo(Actions actions, Workspace workspace, Supplier<NetworkWindow> window, Supplier<Window> owner) {
        ReadOnlyObjectWrapper<Boolean> open = new ReadOnlyObjectWrapper<>(false);
        ReadOnlyObjectWrapper<Boolean> accumulated = new ReadOnlyObjectWrapper<>(false);
        workspace.onChange(state -> {
            open.set(state.model().isPresent());
            accumulated.set(state.inputSource() == InputSource.ACCUMULATED);
        });
        new NetworkActions(window, owner).add(actions, open);
        addInputSource(actions, workspace, open, accumulated);
    }

    /** The menu's keys act in the network's window too, and with them undo and redo. */
    static void addKeys(Scene scene, Actions actions) {
        Stream.concat(
                        actions.sections(ActionMenu.NETWORK).stream().flatMap(List::stream),
                        Stream.of(actions.get("edit.undo"), actions.get("edit.redo")))
                .forEach(action -> action.keys().ifPresent(keys -> scene.getAccelerators().put(keys, action::run)));
    }

    private void add(Actions actions, ObservableValue<Boolean> open) {
        actions.add(
                ActionMenu.NETWORK,
                Action.of("network.show", "Network…", "Show what the settings do to the whole network: its accuracy on"
                                + " many images and the layers that its answer depends on most.",
                                () -> window.get().show(owner.get()))
                        .withIcon(MaterialDesignS.SITEMAP_OUTLINE)
                        .withKeys("Shortcut+Shift+N")
                        .when(open));
        actions.add(
                ActionMenu.NETWORK,
                Action.of("network.evaluate", "Evaluate on the data set", "Run the float and the quantized network on"
                                + " all images and compare accuracy and answers.", this::evaluate)
                        .withIcon(MaterialDesignD.DATABASE_CHECK_OUTLINE)
                        .withKeys("Shortcut+Shift+E")
                        .when(open),
                Action.of("network.sensitivity", "Measure sensitivity of layers", "Quantize one layer at a time, and all"
                                + " but one, and rank the layers by what that does to the answer.", this::measure)
                        .withIcon(MaterialDesignC.CHART_BAR)
                        .withKeys("Shortcut+Shift+M")
                        .when(open),
                Action.of("network.answer", "Answer to this image", "Show what the float and the quantized network answer"
                                + " to the image shown, class by class.",
                                () -> window.get().show(owner.get(), NetworkSection.ANSWER))
                        .withIcon(MaterialDesignC.CHART_BAR_STACKED)
                        .when(open),
                Action.of("network.divergence", "Divergence by depth", "Draw how far the fake-quant network is from the"
                                + " float one behind every layer, and the integer network from the fake-quant one.",
                                () -> window.get().show(owner.get(), NetworkSection.DIVERGENCE))
                        .withIcon(MaterialDesignC.CHART_LINE_VARIANT)
                        .when(open));
    }

    /** Where layers read from; the tick follows the state. */
    private static void addInputSource(
            Actions actions, Workspace workspace, ObservableValue<Boolean> open, ObservableValue<Boolean> accumulated) {
        actions.add(
                ActionMenu.NETWORK,
                Action.of("network.accumulated", "Accumulated input", "Let every layer read what the quantized layers"
                                + " before it hand on, in place of what the float network gives: the errors of all layers"
                                + " up to here add up.",
                                () -> workspace.readFrom(workspace.state().inputSource() == InputSource.ACCUMULATED
                                        ? InputSource.ISOLATED
                                        : InputSource.ACCUMULATED))
                        .withIcon(MaterialDesignC.CALL_MERGE)
                        .withKeys("Shortcut+Shift+A")
                        .checkedBy(accumulated)
                        .when(open));
    }

    private void evaluate() {
        window.get().show(owner.get(), NetworkSection.DATA_SET);
        window.get().dataSet().evaluate();
    }

    private void measure() {
        window.get().show(owner.get(), NetworkSection.SENSITIVITY);
        window.get().sensitivity().measure();
    }
}
