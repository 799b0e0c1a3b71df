package org.quantscope.analysis;

import org.quantscope.quant.QuantParams;

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

    /** Of a channel whose weights stay float. */
    static ChannelSpan unquantized(float min, float max) {
        return new ChannelSpan(min, max, Float.NaN, Float.NaN, 0, 0, 0);
    }

    static ChannelSpan quantized(float min, float max, QuantParams own, int clipped) {
        float half = own.formula().isAffine() ? (float) (own.step() / 2) : 0;
        return new ChannelSpan(min, max, own.lowest(), own.highest(), -half, half, clipped);
    }
}
