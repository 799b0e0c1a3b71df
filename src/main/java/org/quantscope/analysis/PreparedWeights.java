package org.quantscope.analysis;

import java.util.Optional;
import org.quantscope.quant.Formula;
import org.quantscope.quant.TensorParams;
import org.quantscope.quant.WeightPreparation;
import org.quantscope.tensor.FloatTensor;

/** The values that weight codes are made of: the weights themselves, or what a method made of them first. */
final class PreparedWeights {
    private PreparedWeights() {}

    /** The elements of a weight tensor (O, C/group, kh, kw), flat. */
    static float[] of(FloatTensor weight, Optional<TensorParams> params) {
        Formula formula = params.map(all -> all.channel(0).formula()).orElse(Formula.ONNX);
        if (WeightPreparation.isIdentity(formula)) {
            return weight.data();
        }
        int channels = weight.shape().extent(0);
        return new WeightPreparation(formula, weight.data(), channels, weight.shape().extent(1)).rows(0, channels);
    }
}
