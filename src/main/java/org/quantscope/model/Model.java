package org.quantscope.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A loaded network.
 *
 * @param file where it was read from
 * @param sha256 hash of that file, lower-case hexadecimal
 * @param opset version of the default operator set
 * @param inputs what the network is fed, without its initializers
 * @param outputs what it gives
 * @param nodes every node in the file's order
 * @param layers the explorable ones, in the same order
 * @param foldable the BatchNormalization nodes that can be folded, or are
 * @param folded whether they are: each is then part of its layer, and its node's remark says so
 */
public record Model(
        Path file,
        String sha256,
        long opset,
        List<TensorInfo> inputs,
        List<TensorInfo> outputs,
        List<NodeInfo> nodes,
        List<Layer> layers,
        List<FoldableBatchNorm> foldable,
        boolean folded) {
    public static final String BATCH_NORMALIZATION = "BatchNormalization";

    public Model {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        nodes = List.copyOf(nodes);
        layers = List.copyOf(layers);
        foldable = List.copyOf(foldable);
    }

    /** A network without a BatchNormalization that could be folded. */
    public Model(
            Path file,
            String sha256,
            long opset,
            List<TensorInfo> inputs,
            List<TensorInfo> outputs,
            List<NodeInfo> nodes,
            List<Layer> layers) {
        this(file, sha256, opset, inputs, outputs, nodes, layers, List.of(), false);
    }

    /** Whether there is a BatchNormalization that can be folded, or is. */
    public boolean isFoldable() {
        return !foldable.isEmpty();
    }

    /** How many layers have taken a BatchNormalization in. */
    public int foldedLayers() {
        return folded ? foldable.size() : 0;
    }

    /** Whether a node is a BatchNormalization that is part of the layer before it. */
    public boolean isFolded(NodeInfo node) {
        return folded && node.op().equals(BATCH_NORMALIZATION)
                && foldable.stream().anyMatch(found -> node.outputs().contains(found.output()));
    }

    public String fileName() {
        return file.getFileName().toString();
    }

    /** The layer of exactly that name. */
    public Optional<Layer> layer(String name) {
        return layers.stream().filter(layer -> layer.name().equals(name)).findFirst();
    }

    /** The layer a person means: by its name, or else by its display name. */
    public Optional<Layer> find(String text) {
        return layer(text)
                .or(() -> layers.stream().filter(layer -> layer.displayName().equals(text)).findFirst());
    }
}
