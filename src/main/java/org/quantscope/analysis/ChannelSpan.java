package org.quantscope.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;

/**
 * One channel in the strip of ranges, in real units.
 *
 * @param min lowest weight
 * @param max highest weight
 * @param lowest what the lowest code stands for; NaN where the weights are float
 * @param highest what the highest code stands for; NaN where the weights are float
 * @param zeroLow weights from here ...
 * @param zeroHigh ... to here become zero; both 0 where the weights are float or follow no affine formula
 * @param clipped weights whose rounded code lies outside the type
 */
public record ChannelSpan(
        float min, float max, float lowest, float highest, float zeroLow, float zeroHigh, int clipped) {

    /** The spans of all channels of a weight tensor (O, ...). */
    public static List<ChannelSpan> of(FloatTensor weight, Optional<TensorParams> params) {
        int channels = weight.shape().extent(0);
        int length = weight.size() / channels;
        float[] prepared = PreparedWeights.of(weight, params);
        List<ChannelSpan> spans = new ArrayList<>(channels);
        for (int channel = 0; channel < channels; channel++) {
            int which = channel;
            spans.add(of(weight.data(), prepared, channel * length, length, params.map(all -> all.channel(which))));
        }
        return List.copyOf(spans);
    }

    private static ChannelSpan of(
            float[] values, float[] prepared, int from, int length, Optional<QuantParams> params) {
        float min = values[from];
        float max = values[from];
        int clipped = 0;
        for (int i = from; i < from + length; i++) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
            if (params.isPresent()) {
                QuantParams own = params.get();
                clipped += Quantizer.unclamped(prepared[i], own) != Quantizer.quantize(prepared[i], own) ? 1 : 0;
            }
        }
        if (params.isEmpty()) {
            return new ChannelSpan(min, max, Float.NaN, Float.NaN, 0, 0, 0);
        }
        QuantParams own = params.get();
        float half = own.formula().isAffine() ? (float) (own.step() / 2) : 0;
        return new ChannelSpan(min, max, own.lowest(), own.highest(), -half, half, clipped);
    }
}
