package org.quantscope.quant;

import java.util.Optional;

/** Turns the accumulators of one output channel into output codes (arithmetic contract, section 7). */
@FunctionalInterface
public interface Requantizer {
    /**
     * The output code of an accumulator. Exact for every {@code long}, also where a runtime's 32-bit register would
     * have overflowed.
     *
     * @param accumulator {@code Σ (qx − zx)(qw − zw)} plus the bias code
     */
    int requantize(long accumulator);

    /**
     * The output codes of neighbouring accumulators, {@code sums[from] + biasCode} and on.
     *
     * @param codes takes {@code count} codes from index 0 on
     */
    default void requantize(int[] sums, int from, int count, int biasCode, int[] codes) {
        for (int i = 0; i < count; i++) {
            codes[i] = requantize((long) sums[from + i] + biasCode);
        }
    }

    /**
     * The requantizer of a profile.
     *
     * @param inputScale scale of the layer's input
     * @param weightScale scale of the channel's weights
     * @param output parameters of the layer's output
     * @param clamp the fused activation, which narrows the output codes
     * @throws IllegalArgumentException with a sentence if the profile cannot express these scales
     */
    static Requantizer of(
            RequantizationProfile profile,
            float inputScale,
            float weightScale,
            QuantParams output,
            Optional<Clamp> clamp) {
        CodeLimits limits = CodeLimits.of(output, clamp);
        float outputScale = (float) output.step();
        return switch (profile) {
            case FLOAT32 -> new Float32Requantizer(inputScale, weightScale, outputScale, limits);
            case GEMMLOWP -> new GemmlowpRequantizer(
                    FixedPointMultiplier.of(inputScale, weightScale, outputScale), limits);
            case RUY -> new RuyRequantizer(FixedPointMultiplier.of(inputScale, weightScale, outputScale), limits);
            case FLOAT64 -> new Float64Requantizer(inputScale, weightScale, outputScale, limits);
            case POWER_OF_TWO -> PowerOfTwoRequantizer.of(inputScale, weightScale, outputScale, limits);
        };
    }
}
