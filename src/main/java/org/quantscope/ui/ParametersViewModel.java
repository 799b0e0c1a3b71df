package org.quantscope.ui;

import org.quantscope.workspace.Workspace;

/** How the layer in focus is quantized: its weights, its input and output, and the way of its sums. */
public final class ParametersViewModel {
    private final WeightParametersViewModel weights;
    private final ActivationViewModel input;
    private final ActivationViewModel output;
    private final LayerPathViewModel path;
    private final HeadroomViewModel headroom;

    public ParametersViewModel(Workspace workspace) {
        weights = new WeightParametersViewModel(workspace);
        input = new ActivationViewModel(workspace, ActivationSide.INPUT);
        output = new ActivationViewModel(workspace, ActivationSide.OUTPUT);
        path = new LayerPathViewModel(workspace);
        headroom = new HeadroomViewModel(workspace);
    }

    WeightParametersViewModel weights() {
        return weights;
    }

    ActivationViewModel input() {
        return input;
    }

    ActivationViewModel output() {
        return output;
    }

    LayerPathViewModel path() {
        return path;
    }

    HeadroomViewModel headroom() {
        return headroom;
    }
}
