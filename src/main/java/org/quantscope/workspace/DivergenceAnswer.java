package org.quantscope.workspace;

import java.util.List;
import java.util.Optional;
import org.quantscope.analysis.LayerDivergence;

/**
 * How the float, the fake-quant and the integer network come apart by depth, on the image shown.
 *
 * @param inputVersion {@link InputState#version()} of the input that it was computed on
 * @param layers in the order of the network; empty where the settings cannot be computed in integers
 * @param output the network's output; empty where {@code layers} is
 * @param refusals why the settings cannot be computed in integers, one sentence for each layer to blame; empty: they can
 * @param remarks which layers compute in float32 all the same, and what else the runtime does otherwise, one sentence each
 */
public record DivergenceAnswer(
        long inputVersion,
        List<LayerDivergence> layers,
        Optional<LayerDivergence> output,
        List<String> refusals,
        List<String> remarks) {
    public DivergenceAnswer {
        layers = List.copyOf(layers);
        refusals = List.copyOf(refusals);
        remarks = List.copyOf(remarks);
    }
}
