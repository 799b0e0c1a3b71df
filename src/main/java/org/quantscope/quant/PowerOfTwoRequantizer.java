package org.quantscope.quant;

/**
 * Equation (30): the combined scale is exactly 2^−n, and the accumulator goes n places to the right, rounding half
 * upward. The rule of fixed-point microcontroller kernels.
 */
public final class PowerOfTwoRequantizer implements Requantizer {
    private final int places;
    private final CodeLimits limits;

    private PowerOfTwoRequantizer(int places, CodeLimits limits) {
        this.places = places;
        this.limits = limits;
    }

    /** @throws IllegalArgumentException if {@code s_x · s_o / s_y} is not 2^−n for an n of at least 0 */
    public static PowerOfTwoRequantizer of(
            float inputScale, float weightScale, float outputScale, CodeLimits limits) {
        String fault = fault(inputScale, weightScale, outputScale);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        return new PowerOfTwoRequantizer(-Math.getExponent(combined(inputScale, weightScale, outputScale)), limits);
    }

    /** Why three scales cannot be requantized by a shift, as a sentence, or null if they can. */
    public static String fault(float inputScale, float weightScale, float outputScale) {
        double multiplier = combined(inputScale, weightScale, outputScale);
        // The quotient is rounded to double, the product of two floats is not: multiplying back shows a rounded one.
        boolean exact = multiplier * outputScale == (double) inputScale * weightScale;
        if (exact && multiplier <= 1 && multiplier == Math.scalb(1.0, Math.getExponent(multiplier))) {
            return null;
        }
        return "The power-of-two requantization needs input scale · weight scale / output scale to be 1, 1/2, 1/4, "
                + "...; " + inputScale + " · " + weightScale + " / " + outputScale + " is " + multiplier + ".";
    }

    @Override
    public int requantize(long accumulator) {
        return limits.place(places == 0 ? accumulator : shiftHalfUpward(accumulator, places));
    }

    /** {@code (value + 2^(places − 1)) >> places} without an overflow, for at least one place. */
    static long shiftHalfUpward(long value, int places) {
        // The highest bit that falls off decides. From 64 places on, nothing but its sign and its half are left.
        if (places >= Long.SIZE) {
            return 0;
        }
        return (value >> places) + ((value >> (places - 1)) & 1);
    }

    private static double combined(float inputScale, float weightScale, float outputScale) {
        return (double) inputScale * weightScale / outputScale;
    }
}
