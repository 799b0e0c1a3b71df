package org.quantscope.model;

import java.util.Optional;
import org.quantscope.tensor.FloatTensor;

/**
 * A BatchNormalization with constant statistics that is the only reader of a layer's output, so that the layer's weights
 * and bias can take it in. All tensors have one value for each output channel of the layer.
 *
 * @param nodeName the node's name
 * @param layer name of the layer in front of it
 * @param scale γ
 * @param bias β
 * @param mean μ
 * @param variance σ²
 * @param epsilon ε
 * @param output the tensor it writes
 * @param activation the clamp behind it that may be fused
 */
public record FoldableBatchNorm(
        String nodeName,
        String layer,
        FloatTensor scale,
        FloatTensor bias,
        FloatTensor mean,
        FloatTensor variance,
        float epsilon,
        String output,
        Optional<FusedActivation> activation) {}
