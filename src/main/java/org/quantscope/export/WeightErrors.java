package org.quantscope.export;

import java.util.Arrays;
import org.quantscope.analysis.QuantizationError;
import org.quantscope.model.Layer;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.TensorParams;
import org.quantscope.quant.WeightPreparation;

/** What quantizing did to the weights of a layer, which takes no data to know. */
final class WeightErrors {
    /**
     * @param error the weights against what their codes stand for
     * @param clippedPercent how many of them have a rounded code outside the type
     */
    record Figures(QuantizationError error, double clippedPercent) {}

    private final float[] weights;
    private final float[] quantized;
    private final int[] clipped;
    private final int taps;

    WeightErrors(Layer layer, TensorParams params) {
        this.weights = layer.weight().data();
        this.quantized = new float[weights.length];
        this.taps = layer.taps();
        this.clipped = new int[params.channelCount()];
        float[] prepared = new WeightPreparation(
                params.channel(0).formula(), weights, params.channelCount(), layer.weight().shape().extent(1))
                .rows(0, params.channelCount());
        for (int at = 0; at < prepared.length; at++) {
            QuantParams own = params.channel(at / taps);
            quantized[at] = Quantizer.fakeQuantize(prepared[at], own);
            double code = Quantizer.unclamped(prepared[at], own);
            clipped[at / taps] += code < own.type().qmin() || code > own.type().qmax() ? 1 : 0;
        }
    }

    Figures ofChannel(int channel) {
        int from = channel * taps;
        int to = from + taps;
        return new Figures(
                QuantizationError.between(
                        Arrays.copyOfRange(weights, from, to), Arrays.copyOfRange(quantized, from, to)),
                100.0 * clipped[channel] / taps);
    }

    Figures ofTensor() {
        return new Figures(
                QuantizationError.between(weights, quantized), 100.0 * Arrays.stream(clipped).sum() / weights.length);
    }
}
