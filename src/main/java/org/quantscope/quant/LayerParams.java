package org.quantscope.quant;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything that decides the numbers of one layer. This record is derived in one place
 * ({@code settings.ParameterDerivation}); the kernels, the screen and every exported file read it, so they cannot
 * disagree.
 *
 * @param weight parameters by output channel; empty: the weights stay float
 * @param input parameters of the layer's input; empty: the input stays float
 * @param output parameters of the layer's output; empty: the integer path ends in the real domain
 * @param biasBits width of the integer bias; empty: the bias stays float
 * @param requantization how the accumulator becomes an output code
 * @param accumulator the register that the products are summed in
 * @param clamp the fused activation
 */
public record LayerParams(
        Optional<TensorParams> weight,
        Optional<QuantParams> input,
        Optional<QuantParams> output,
        OptionalInt biasBits,
        RequantizationProfile requantization,
        Accumulator accumulator,
        Optional<Clamp> clamp) {

    /** Nothing quantized, nothing clamped. */
    public static final LayerParams FLOAT = new LayerParams(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            RequantizationProfile.FLOAT32,
            Accumulator.EXACT,
            Optional.empty());

    /** The same with another requantization. */
    public LayerParams withRequantization(RequantizationProfile newProfile) {
        return new LayerParams(weight, input, output, biasBits, newProfile, accumulator, clamp);
    }

    /** Whether weights and input are both codes, so that there is an integer accumulator. */
    public boolean isIntegerOnly() {
        return weight.isPresent() && input.isPresent();
    }

    /** Whether weights and input both count from real zero in integers. */
    public boolean countsInIntegers() {
        return isIntegerOnly()
                && input.get().hasIntegerOrigin()
                && weight.get().channels().stream().allMatch(QuantParams::hasIntegerOrigin);
    }

    /** Whether the bias is an integer of the accumulator's scale; that needs codes on both sides. */
    public boolean hasIntegerBias() {
        return isIntegerOnly() && biasBits.isPresent();
    }
}
