package org.quantscope.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quantscope.model.FoldableBatchNorm;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.NodeInfo;
import org.quantscope.quant.BatchNorm;

/** Folds the BatchNormalization nodes of a model into the layers before them. */
public final class BatchNormFolding {
    private BatchNormFolding() {}

    /**
     * The model with every {@linkplain Model#foldable() foldable} node in the weights and the bias of its layer, (19).
     * Nodes, names and tensors stay those of the file, and so does what a runtime computes; only the layers change: each
     * has folded weights and bias, writes what its BatchNormalization writes, and may fuse the activation behind that.
     *
     * @param stored a model as the file has it; one without a foldable node is given back as it is
     * @throws ModelFormatException with a sentence if the folded weights do not fit into memory
     */
    public static Model fold(Model stored) {
        if (stored.folded() || !stored.isFoldable()) {
            return stored;
        }
        Map<String, FoldableBatchNorm> byLayer = new HashMap<>();
        Map<String, FoldableBatchNorm> byOutput = new HashMap<>();
        stored.foldable().forEach(node -> {
            byLayer.put(node.layer(), node);
            byOutput.put(node.output(), node);
        });
        List<NodeInfo> nodes =
                stored.nodes().stream().map(node -> remarked(node, byOutput)).toList();
        return new Model(
                stored.file(), stored.sha256(), stored.opset(), stored.inputs(), stored.outputs(), nodes,
                layers(stored, byLayer), stored.foldable(), true);
    }

    static BatchNorm arithmeticOf(FoldableBatchNorm node) {
        return new BatchNorm(node.scale(), node.bias(), node.mean(), node.variance(), node.epsilon());
    }

    private static List<Layer> layers(Model stored, Map<String, FoldableBatchNorm> byLayer) {
        WeightMemory memory = memoryBeside(stored);
        List<Layer> layers = new ArrayList<>();
        try {
            for (Layer layer : stored.layers()) {
                FoldableBatchNorm node = byLayer.get(layer.name());
                if (node != null) {
                    memory.reserve(layer.weight().size());
                }
                layers.add(node == null ? layer : folded(layer, node));
            }
        } catch (DefectException tooLarge) {
            throw ModelFormatException.about(stored.file(), tooLarge.getMessage(), tooLarge);
        }
        return layers;
    }

    private static Layer folded(Layer layer, FoldableBatchNorm node) {
        BatchNorm.Folded values = arithmeticOf(node).fold(layer.weight(), layer.bias());
        return layer.folded(node, values.weight(), values.bias());
    }

    /** What the stored weights take stays taken, since the window goes back and forth between the two. */
    private static WeightMemory memoryBeside(Model stored) {
        WeightMemory memory = WeightMemory.ofThisProcess();
        Set<float[]> arrays = new HashSet<>(); // arrays are equal only to themselves
        for (Layer layer : stored.layers()) {
            if (arrays.add(layer.weight().data())) {
                memory.reserve(layer.weight().size());
            }
        }
        return memory;
    }

    private static NodeInfo remarked(NodeInfo node, Map<String, FoldableBatchNorm> byOutput) {
        FoldableBatchNorm found = node.op().equals(Model.BATCH_NORMALIZATION) && !node.outputs().isEmpty()
                ? byOutput.get(node.outputs().get(0))
                : null;
        return found == null ? node : node.withRemark("Folded into layer '" + found.layer() + "'.");
    }
}
