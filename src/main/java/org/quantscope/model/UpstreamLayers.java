package org.quantscope.model;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which layers have a part in what each layer of a network reads. */
public final class UpstreamLayers {
    /** Their bodies read tensors that the node does not list. */
    private static final Set<String> WITH_BODIES = Set.of("If", "Loop", "Scan");

    private final Map<String, List<Layer>> before = new HashMap<>();

    private UpstreamLayers() {}

    public static UpstreamLayers of(Model model) {
        Map<String, Layer> layers = new HashMap<>();
        model.layers().forEach(layer -> layers.put(layer.name(), layer));
        Map<String, Set<Layer>> reach = new HashMap<>();
        Set<Layer> all = new LinkedHashSet<>();
        UpstreamLayers upstream = new UpstreamLayers();
        for (NodeInfo node : model.nodes()) {
            Set<Layer> read = new LinkedHashSet<>(WITH_BODIES.contains(node.op()) ? all : Set.of());
            node.inputs().forEach(input -> read.addAll(reach.getOrDefault(input, Set.of())));
            Layer layer = node.explorable() ? layers.get(node.name()) : null;
            if (layer != null) {
                upstream.before.put(layer.name(), List.copyOf(read));
                read.add(layer);
                all.add(layer);
            }
            node.outputs().forEach(output -> reach.put(output, read));
        }
        return upstream;
    }

    /** The layers before one, in the order of the network; without it itself. */
    public List<Layer> before(Layer layer) {
        return before.getOrDefault(layer.name(), List.of());
    }
}
