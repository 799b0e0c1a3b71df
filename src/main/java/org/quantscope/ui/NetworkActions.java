package org.quantscope.ui;

import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.stage.Window;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
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
        workspace.onChange(state -> open.set(state.model().isPresent()));
        new NetworkActions(window, owner).add(actions, open);
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
