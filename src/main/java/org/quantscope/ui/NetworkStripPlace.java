package org.quantscope.ui;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.quantscope.workspace.Workspace;

/** Where the network strip stands in the window: only while a network is open and the person wants it. */
final class NetworkStripPlace {
    private final StackPane place = new StackPane();
    private final NetworkStripViewModel model;

    private NetworkStripPlace(Workspace workspace, Theme theme, BooleanProperty wanted) {
        model = new NetworkStripViewModel(workspace);
        NetworkStrip strip = new NetworkStrip(model);
        theme.modeProperty().addListener((property, before, now) ->
                strip.setPalette(theme.paletteProperty().getValue()));
        strip.setPalette(theme.paletteProperty().getValue());
        Runnable show = () -> {
            boolean shown = wanted.get() && !model.layers().isEmpty();
            if (shown && place.getChildren().isEmpty()) {
                place.getChildren().setAll(strip.node()); // styled when it is first seen, not in an empty window
            }
            Styles.present(place, shown);
        };
        workspace.onChange(state -> show.run());
        wanted.addListener((property, before, now) -> show.run());
    }

    /** Adds the switch to the view menu; what was chosen is remembered. */
    static NetworkStripPlace create(Workspace workspace, Actions actions, WindowMemory memory, Theme theme) {
        BooleanProperty wanted = new SimpleBooleanProperty(memory.networkStrip());
        wanted.addListener((property, before, now) -> memory.rememberNetworkStrip(now));
        actions.add(ActionMenu.VIEW, Action.of("view.strip", "Network strip",
                        "Show the line over the panes that has a cell for every layer of the network, or hide it.",
                        () -> wanted.set(!wanted.get()))
                .withIcon(MaterialDesignD.DOTS_HORIZONTAL)
                .withKeys("Shortcut+Shift+L")
                .checkedBy(wanted));
        return new NetworkStripPlace(workspace, theme, wanted);
    }

    Node node() {
        return place;
    }

    NetworkStripViewModel model() {
        return model;
    }
}
