package org.quantscope.conv;

import java.util.Optional;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.CodeLimits;
import org.quantscope.quant.Float64Requantizer;
import org.quantscope.quant.Formula;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Requantizer;

/**
 * The end of the integer path for one output channel: from a sum to the output, equation (22) or a requantization of
 * section 7 of the arithmetic contract.
 */
public final class ChannelEpilogue {
    private final double scale;
    private final double realBias;
    private final Requantizer requantizer;
    private final QuantParams quantizer;
    private final CodeLimits limits;
    private final Clamp clamp;

    private ChannelEpilogue(double scale, double realBias, Requantizer requantizer, LayerParams params) {
        this.scale = scale;
        this.realBias = realBias;
        this.requantizer = requantizer;
        this.quantizer = params.output().orElse(null);
        this.limits = quantizer == null ? null : CodeLimits.of(quantizer, params.clamp());
        this.clamp = params.clamp().orElse(null);
    }

    /** For what the accumulator holds, the bias code included where the bias is an integer. */
    public static ChannelEpilogue ofHeld(LayerParams params, int channel, Bias bias, int row) {
        double floatBias = bias.codes().isPresent() ? 0 : bias.real()[row];
        return new ChannelEpilogue(
                scale(params, channel), floatBias, requantizer(params, channel, bias).orElse(null), params);
    }

    /**
     * For sums in double precision, of a layer of which at least one side stayed float or counts from a zero that is no
     * integer, equation (21).
     */
    public static ChannelEpilogue ofReal(LayerParams params, int channel, Bias bias, int row) {
        double scale = scale(params, channel);
        double realBias = bias.codes().isPresent() ? scale * bias.code(row) : bias.real()[row];
        return new ChannelEpilogue(scale, realBias, null, params);
    }

    /** The real value of one step of a channel's sums: s_x · s_o, with 1 for a side that stayed float. */
    public static double scale(LayerParams params, int channel) {
        return inputUnit(params) * weightUnit(params, channel);
    }

    /**
     * Whether a channel's accumulator goes through the requantization profile. It does not where there is no output
     * quantizer or its codes follow from real values, in double.
     */
    public static boolean isRequantized(LayerParams params, int channel, Bias bias) {
        if (params.output().isEmpty() || bias.codes().isEmpty()) {
            return false;
        }
        double input = inputUnit(params);
        double weight = weightUnit(params, channel);
        boolean rounded = (float) input != input || (float) weight != weight;
        boolean ownFormula = params.output().get().formula() != Formula.ONNX;
        return params.requantization() != RequantizationProfile.FLOAT64 || !rounded && !ownFormula;
    }

    private static Optional<Requantizer> requantizer(LayerParams params, int channel, Bias bias) {
        return isRequantized(params, channel, bias)
                ? Optional.of(Requantizer.of(params.requantization(), (float) inputUnit(params),
                        (float) weightUnit(params, channel), params.output().orElseThrow(), params.clamp()))
                : Optional.empty();
    }

    private static double inputUnit(LayerParams params) {
        return params.input().map(QuantParams::unit).orElse(1.0);
    }

    private static double weightUnit(LayerParams params, int channel) {
        return params.weight().map(weight -> weight.channel(channel).unit()).orElse(1.0);
    }

    /** Whether there is an output quantizer. */
    public boolean hasCodes() {
        return quantizer != null;
    }

    /** The output code of what the accumulator holds; only where {@link #hasCodes()}. */
    public int code(long held) {
        return requantizer != null ? requantizer.requantize(held) : codeOfReal(scale * held + realBias);
    }

    /**
     * The output codes of neighbouring sums; only where {@link #hasCodes()}.
     *
     * @param biasCode what the accumulator adds to each
     * @param codes takes {@code count} codes from index 0 on
     */
    void codes(int[] sums, int from, int count, int biasCode, int[] codes) {
        if (requantizer != null) {
            requantizer.requantize(sums, from, count, biasCode, codes);
            return;
        }
        for (int i = 0; i < count; i++) {
            codes[i] = code((long) sums[from + i] + biasCode);
        }
    }

    /** The output in real units. */
    public double value(long held) {
        return quantizer != null ? valueOfCode(code(held)) : clamped(scale * held + realBias);
    }

    /** The output code of a sum in double precision; only where {@link #hasCodes()}. */
    public int codeOfSum(double sum) {
        return codeOfReal(scale * sum + realBias);
    }

    /** The output in real units of a sum in double precision, where there is no output quantizer. */
    public double valueOfSum(double sum) {
        return clamped(scale * sum + realBias);
    }

    /** What an output code stands for. */
    public double valueOfCode(int code) {
        return Quantizer.dequantize(code, quantizer);
    }

    private int codeOfReal(double real) {
        return Float64Requantizer.requantizeReal(real, quantizer, limits);
    }

    private double clamped(double value) {
        return clamp == null ? value : clamp.apply(value);
    }
}
