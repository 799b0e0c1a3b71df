package org.quantscope.network;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.quantscope.model.FusedActivation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.NodeInfo;

/**
 * The tensors whose ranges a layer's quantizers cover. Operators that only move or select values work on codes, so what
 * they write has the parameters of what they read, as {@code quantize_static} has it (arithmetic contract, section 4).
 */
final class RangeSources {
    private static final Set<String> SHARING = Set.of(
            "AveragePool", "Flatten", "Identity", "MaxPool", "Reshape", "Slice", "Squeeze", "Transpose", "Unsqueeze");

    private final Map<String, NodeInfo> producers = new HashMap<>();

    RangeSources(Model model) {
        for (NodeInfo node : model.nodes()) {
            if (SHARING.contains(node.op()) && !node.inputs().isEmpty() && !node.outputs().isEmpty()) {
                producers.put(node.outputs().get(0), node);
            }
        }
    }

    /** Where the range of the layer's input comes from: before any pooling and reshaping. */
    String input(Layer layer) {
        String source = layer.input();
        for (int step = 0; step < producers.size() && producers.containsKey(source); step++) {
            source = producers.get(source).inputs().get(0);
        }
        return source;
    }

    /** Where the range of the layer's output comes from: after its fused activation. */
    static String output(Layer layer) {
        return layer.activation().map(FusedActivation::output).orElse(layer.output());
    }
}
