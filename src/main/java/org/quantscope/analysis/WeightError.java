package org.quantscope.analysis;

import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;

/** What quantization does to a layer's weights alone, whatever the layer is fed. */
public final class WeightError {
    private WeightError() {}

    /** The weights against what their codes stand for; no error where they stay float. */
    public static QuantizationError of(Layer layer, LayerParams params) {
        float[] weights = layer.weight().data();
        QuantizationError.Sum sum = new QuantizationError.Sum();
        if (params.weight().isEmpty()) {
            sum.add(weights, weights, 0, weights.length);
            return sum.result();
        }
        PreparedWeights prepared = PreparedWeights.of(layer.weight(), PreparedWeights.formula(params.weight()));
        float[] values = prepared.values();
        float[] restored = new float[values.length];
        int length = prepared.channelLength();
        for (int at = 0; at < values.length; at++) {
            QuantParams own = params.weight().get().channel(at / length);
            restored[at] = Quantizer.dequantize(Quantizer.quantize(values[at], own), own);
        }
        sum.add(weights, restored, 0, weights.length);
        return sum.result();
    }
}
