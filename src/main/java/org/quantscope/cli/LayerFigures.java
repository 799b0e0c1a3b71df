package org.quantscope.cli;

import java.util.Set;
import org.quantscope.calibrate.Observer;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.NodeInfo;

/**
 * What the commands tell of a layer's weights.
 *
 * @param parameters how many weights and biases there are
 * @param weights smallest and largest weight
 */
record LayerFigures(long parameters, RangeStatistics weights) {
    private static final Set<String> LAYER_OPERATORS = Set.of("Conv", "Gemm", "MatMul");

    static LayerFigures of(Layer layer) {
        long parameters = (long) layer.weight().size() + layer.bias().map(bias -> bias.size()).orElse(0);
        return new LayerFigures(parameters, Observer.statistics(layer.weight()));
    }

    /** Whether a node belongs among the layers although it cannot be explored. */
    static boolean isUnexploredLayer(NodeInfo node) {
        boolean named = !node.remark().isEmpty() && !isBatchNorm(node);
        return !node.explorable() && (LAYER_OPERATORS.contains(node.op()) || named);
    }

    /** Whether a node is a BatchNormalization, whose remark says what becomes of it. */
    static boolean isBatchNorm(NodeInfo node) {
        return node.op().equals(Model.BATCH_NORMALIZATION);
    }
}
