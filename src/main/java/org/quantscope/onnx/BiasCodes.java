package org.quantscope.onnx;

import org.quantscope.model.Layer;
import org.quantscope.quant.BiasQuantizer;
import org.quantscope.quant.LayerParams;

/**
 * A layer's bias as codes of the accumulator's scale, equation (24).
 *
 * @param codes one for each output channel
 * @param scales {@code f32(s_x · s_o)} for each channel
 */
record BiasCodes(int[] codes, float[] scales) {

    /** Of a layer that has a bias, with parameters that make it an integer. */
    static BiasCodes of(Layer layer, LayerParams params) {
        BiasQuantizer quantizer = new BiasQuantizer(params.biasBits().orElseThrow());
        float inputScale = params.input().orElseThrow().scale();
        int[] codes = new int[layer.outputChannels()];
        float[] scales = new float[codes.length];
        for (int channel = 0; channel < codes.length; channel++) {
            scales[channel] =
                    BiasQuantizer.scale(inputScale, params.weight().orElseThrow().channel(channel).scale());
            codes[channel] = quantizer.quantize(layer.bias().orElseThrow().get(channel), scales[channel]);
        }
        return new BiasCodes(codes, scales);
    }

    /** One scale where all channels have the same weight parameters. */
    float[] scales(boolean perChannel) {
        return perChannel ? scales : new float[] {scales[0]};
    }
}
