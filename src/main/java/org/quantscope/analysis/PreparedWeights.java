package org.quantscope.analysis;

import java.util.Optional;
import org.quantscope.quant.Formula;
import org.quantscope.quant.TensorParams;
import org.quantscope.quant.WeightPreparation;
import org.quantscope.tensor.FloatTensor;

/**
 * The values that weight codes are made of, the weights themselves or what a method made of them first, with the
 * smallest and largest of each channel. What is not a number counts as 0.
 *
 * @param values the elements of a weight tensor (O, C/group, kh, kw), flat
 * @param lowest by channel
 * @param highest by channel
 */
record PreparedWeights(float[] values, float[] lowest, float[] highest) {
    static PreparedWeights of(FloatTensor weight, Formula formula) {
        int channels = weight.shape().extent(0);
        return WeightPreparation.isIdentity(formula)
                ? withExtremes(weight.data(), channels)
                : withExtremes(new WeightPreparation(
                        formula, weight.data(), channels, weight.shape().extent(1)).rows(0, channels), channels);
    }

    /** Float weights are as they are. */
    static Formula formula(Optional<TensorParams> params) {
        return params.map(all -> all.channel(0).formula()).orElse(Formula.ONNX);
    }

    private static PreparedWeights withExtremes(float[] values, int channels) {
        float[] lowest = new float[channels];
        float[] highest = new float[channels];
        int length = values.length / channels;
        for (int channel = 0; channel < channels; channel++) {
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            for (int at = channel * length; at < (channel + 1) * length; at++) {
                float value = Float.isNaN(values[at]) ? 0 : values[at];
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
            lowest[channel] = low;
            highest[channel] = high;
        }
        return new PreparedWeights(values, lowest, highest);
    }

    int channelLength() {
        return values.length / lowest.length;
    }
}
