package org.quantscope.workspace;

import java.util.List;
import java.util.Map;
import org.quantscope.analysis.QuantizationError;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.FloatTensor;

/**
 * What the whole quantized network answers to the image shown, beside the float network.
 *
 * @param inputVersion names the input
 * @param params what the layers ran with, by name
 * @param real the float network's best classes, best first; empty where the output is no list of classes
 * @param quantized the quantized network's best classes, best first
 * @param classes what both give for the best classes of either, in the order of their numbers; empty where {@code real} is
 * @param floatOutput the float network's first output: logits, or whatever the network gives
 * @param output the quantized network's first output
 * @param error how far the second is from the first
 */
public record NetworkAnswer(
        long inputVersion,
        Map<String, LayerParams> params,
        List<Prediction> real,
        List<Prediction> quantized,
        List<AnsweredClass> classes,
        FloatTensor floatOutput,
        FloatTensor output,
        QuantizationError error) {
    public NetworkAnswer {
        params = Map.copyOf(params);
        real = List.copyOf(real);
        quantized = List.copyOf(quantized);
        classes = List.copyOf(classes);
    }

    /** Whether the two networks name different classes first. */
    public boolean topChanged() {
        return !real.isEmpty() && !quantized.isEmpty() && !real.get(0).label().equals(quantized.get(0).label());
    }
}
