package org.quantscope.ui;

import java.util.Arrays;
import java.util.TreeSet;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.QuantParams;
import org.quantscope.settings.WeightSettings;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;

/** The sample network on the calling thread, looking at its depthwise layer of 16 channels. */
final class SampleWorkspace {
    static final String LAYER = "/ds_dw/ds_dw.0/Conv";

    final Workspace workspace = new Workspace(Workers.immediate());

    SampleWorkspace() {
        workspace.openSample("fashion-mobile.onnx");
        workspace.showImage(182);
        toStart();
    }

    /** Takes back every step and looks at the layer without a selection. */
    void toStart() {
        workspace.cancelPreview();
        while (workspace.state().undoLabel().isPresent()) {
            workspace.undo();
        }
        workspace.focus(LAYER);
        select();
    }

    void select(Integer... channels) {
        workspace.select(channels.length == 0 ? 0 : channels[0], new TreeSet<>(Arrays.asList(channels)));
    }

    WeightSettings weight() {
        return workspace.state().settings().layer(LAYER).weight().orElseThrow();
    }

    QuantParams params(int channel) {
        return workspace.state().params(LAYER).orElseThrow().weight().orElseThrow().channel(channel);
    }

    int steps() {
        int steps = 0;
        while (workspace.state().undoLabel().isPresent()) {
            workspace.undo();
            steps++;
        }
        for (int i = 0; i < steps; i++) {
            workspace.redo();
        }
        return steps;
    }

    void perTensor() {
        workspace.edit("per tensor", settings -> settings.withLayer(LAYER, layer -> layer.editWeight(
                weight -> weight.withGranularity(Granularity.PER_TENSOR).withType(weight.type().withBits(4)))));
    }
}
