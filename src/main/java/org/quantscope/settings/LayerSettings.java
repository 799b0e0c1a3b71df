package org.quantscope.settings;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.RequantizationProfile;

/**
 * The choices for one layer.
 *
 * @param weight empty: the weights stay float
 * @param input empty: the input stays float
 * @param output empty: the integer path ends in the real domain
 * @param biasBits width of the integer bias, 16 or 32; empty: the bias stays float
 * @param requantization how the accumulator becomes an output code; empty: float32
 * @param accumulator empty: exact 64-bit
 * @param clamp the fused activation
 */
public record LayerSettings(
        Optional<WeightSettings> weight,
        Optional<ActivationSettings> input,
        Optional<ActivationSettings> output,
        OptionalInt biasBits,
        Optional<RequantizationProfile> requantization,
        Optional<Accumulator> accumulator,
        Optional<Clamp> clamp) {

    /** Nothing quantized. */
    public static final LayerSettings FLOAT = new LayerSettings(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** What a layer opens with: int8 weights per channel, uint8 activations, 32-bit bias, its own fused activation. */
    public static LayerSettings initial(Optional<Clamp> clamp) {
        return new LayerSettings(
                Optional.of(WeightSettings.DEFAULT),
                Optional.of(ActivationSettings.DEFAULT),
                Optional.of(ActivationSettings.DEFAULT),
                OptionalInt.of(32),
                Optional.empty(),
                Optional.empty(),
                clamp);
    }

    public LayerSettings withWeight(Optional<WeightSettings> newWeight) {
        return new LayerSettings(newWeight, input, output, biasBits, requantization, accumulator, clamp);
    }

    /** Changes the weight choices; a layer whose weights are float starts from the default. */
    public LayerSettings editWeight(UnaryOperator<WeightSettings> change) {
        return withWeight(Optional.of(change.apply(weight.orElse(WeightSettings.DEFAULT))));
    }

    public LayerSettings withInput(Optional<ActivationSettings> newInput) {
        return new LayerSettings(weight, newInput, output, biasBits, requantization, accumulator, clamp);
    }

    public LayerSettings withOutput(Optional<ActivationSettings> newOutput) {
        return new LayerSettings(weight, input, newOutput, biasBits, requantization, accumulator, clamp);
    }

    public LayerSettings withBiasBits(OptionalInt newBiasBits) {
        return new LayerSettings(weight, input, output, newBiasBits, requantization, accumulator, clamp);
    }

    public LayerSettings withRequantization(Optional<RequantizationProfile> newProfile) {
        return new LayerSettings(weight, input, output, biasBits, newProfile, accumulator, clamp);
    }

    public LayerSettings withAccumulator(Optional<Accumulator> newAccumulator) {
        return new LayerSettings(weight, input, output, biasBits, requantization, newAccumulator, clamp);
    }

    public LayerSettings withClamp(Optional<Clamp> newClamp) {
        return new LayerSettings(weight, input, output, biasBits, requantization, accumulator, newClamp);
    }
}
