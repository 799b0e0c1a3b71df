package org.quantscope.ui;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.quantscope.ui.chart.Palette;
import org.quantscope.workspace.Workspace;

/** The panes of the layer in focus: weights, output, parameters and channels. */
final class ExplorerPanes {
    private final WeightsView weights;
    private final OutputView output;
    private final ParametersView parameters;
    private final ChannelsView channels;
    private final VBox side;
    private final OutputViewModel outputs;

    private ExplorerPanes(Workspace workspace, OutputViewModel outputs) {
        this.outputs = outputs;
        weights = new WeightsView(new WeightsViewModel(workspace));
        output = new OutputView(outputs);
        parameters = new ParametersView(new ParametersViewModel(workspace));
        channels = new ChannelsView(new ChannelsViewModel(workspace));
        Region line = new Region();
        line.getStyleClass().add("separator-line");
        side = new VBox(parameters.node(), line, channels.node());
        side.getStyleClass().add("pane");
        VBox.setVgrow(channels.node(), Priority.ALWAYS);
    }

    static ExplorerPanes create(Workspace workspace, Actions actions) {
        OutputViewModel outputs = new OutputViewModel(workspace);
        actions.add(ActionMenu.LAYER, Action.of("layer.nextDiffering", "Next differing value",
                        "Go to the next value that the integer path computes differently.", outputs::showNextDiffering)
                .withIcon(MaterialDesignS.SKIP_NEXT)
                .withKeys("N")
                .when(outputs.anyDiffersProperty()));
        return new ExplorerPanes(workspace, outputs);
    }

    OutputViewModel outputs() {
        return outputs;
    }

    void showTraceToggle(Action action, ReadOnlyBooleanProperty open) {
        output.showTraceToggle(action, open);
    }

    Region weights() {
        return weights.node();
    }

    Region output() {
        return output.node();
    }

    Region side() {
        return side;
    }

    void setPalette(Palette palette) {
        weights.setPalette(palette);
        output.setPalette(palette);
        parameters.setPalette(palette);
        channels.setPalette(palette);
    }
}
