package org.quantscope.quant;

import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongToDoubleFunction;

/**
 * One requantization written out, step by step, for a person to follow (arithmetic contract, section 7). The
 * {@link Requantizer}s compute the same codes fast; this spells out the equations with integers of any size.
 *
 * @param profile the arithmetic
 * @param multiplier {@code s_x · s_o / s_y} as the profile holds it, as a real number
 * @param significand k of equation (26), for the profiles with a fixed-point multiplier
 * @param exponent e of equation (26), or −n of the power-of-two shift
 * @param beforeRounding the value that is rounded, in output steps from real zero, before any clamp
 * @param high the product after the first of two roundings, (27) and (28)
 * @param rounded output steps from real zero, before the clamp; {@code long}'s end where it lies beyond
 * @param limits the codes that the output may have
 * @param code the output code
 */
public record RequantizationSteps(
        RequantizationProfile profile,
        double multiplier,
        OptionalInt significand,
        OptionalInt exponent,
        double beforeRounding,
        OptionalLong high,
        long rounded,
        CodeLimits limits,
        int code) {
    private static final BigInteger HALF = BigInteger.ONE.shiftLeft(30);
    private static final BigInteger ONE_IN_31_BITS = BigInteger.ONE.shiftLeft(31);

    /**
     * The steps from an accumulator to its output code.
     *
     * @param inputScale real size of one step of the input
     * @param weightScale real size of one step of the channel's weights
     * @param accumulator what the register holds, bias code included
     */
    public static RequantizationSteps of(
            RequantizationProfile profile,
            float inputScale,
            float weightScale,
            QuantParams output,
            Optional<Clamp> clamp,
            long accumulator) {
        CodeLimits limits = CodeLimits.of(output, clamp);
        float outputScale = (float) output.step();
        double value = beforeRounding(profile, inputScale, weightScale, outputScale).applyAsDouble(accumulator);
        return switch (profile) {
            case FLOAT32 -> real(profile, inputScale * weightScale / outputScale, value, limits);
            case FLOAT64 -> real(profile, (double) inputScale * weightScale / outputScale, value, limits);
            case GEMMLOWP, RUY -> fixedPoint(
                    profile, FixedPointMultiplier.of(inputScale, weightScale, outputScale), value, limits, accumulator);
            case POWER_OF_TWO -> shifted(
                    (double) inputScale * weightScale / outputScale, value, limits, accumulator);
        };
    }

    /**
     * The steps from a real result, of a layer whose bias or operands stayed float: {@code rint(real / s_y) + z_y}, or
     * the formula of the output's own, in float32.
     */
    public static RequantizationSteps ofReal(double real, QuantParams output, Optional<Clamp> clamp) {
        CodeLimits limits = CodeLimits.of(output, clamp);
        double multiplier = 1 / output.step();
        if (output.formula() == Formula.ONNX) {
            return real(RequantizationProfile.FLOAT64, multiplier, real / output.scale(), limits);
        }
        long rounded = (long) Quantizer.unclamped((float) real, output) - limits.zeroPoint();
        return new RequantizationSteps(RequantizationProfile.FLOAT64, multiplier, OptionalInt.empty(),
                OptionalInt.empty(), (float) real / output.step() + (output.origin() - limits.zeroPoint()),
                OptionalLong.empty(), rounded, limits, limits.place(rounded));
    }

    /** What a profile rounds, as a function of the accumulator: output steps from real zero, before any clamp. */
    public static LongToDoubleFunction beforeRounding(
            RequantizationProfile profile, float inputScale, float weightScale, float outputScale) {
        return switch (profile) {
            case FLOAT32 -> {
                float multiplier = inputScale * weightScale / outputScale;
                yield accumulator -> accumulator == 0 ? 0f : (float) accumulator * multiplier;
            }
            case FLOAT64 -> {
                double multiplier = (double) inputScale * weightScale / outputScale;
                yield accumulator -> multiplier * accumulator;
            }
            case GEMMLOWP, RUY -> {
                FixedPointMultiplier fixed = FixedPointMultiplier.of(inputScale, weightScale, outputScale);
                yield accumulator -> Math.scalb((double) accumulator * fixed.significand(), fixed.exponent() - 31);
            }
            case POWER_OF_TWO -> {
                double multiplier = (double) inputScale * weightScale / outputScale;
                yield accumulator -> accumulator * multiplier;
            }
        };
    }

    /** Equation (25), and its like in double precision. */
    private static RequantizationSteps real(
            RequantizationProfile profile, double multiplier, double value, CodeLimits limits) {
        long rounded = (long) Math.rint(value);
        return new RequantizationSteps(profile, multiplier, OptionalInt.empty(), OptionalInt.empty(), value,
                OptionalLong.empty(), rounded, limits, limits.place(rounded));
    }

    /** Equations (27) and (28). */
    private static RequantizationSteps fixedPoint(
            RequantizationProfile profile,
            FixedPointMultiplier fixed,
            double value,
            CodeLimits limits,
            long accumulator) {
        BigInteger product = BigInteger.valueOf(accumulator)
                .shiftLeft(fixed.leftShift())
                .multiply(BigInteger.valueOf(fixed.significand()));
        BigInteger high = profile == RequantizationProfile.RUY ? highHalfUp(product) : highHalfAway(product);
        BigInteger rounded = profile == RequantizationProfile.RUY
                ? shiftHalfUp(high, fixed.rightShift())
                : shiftHalfAway(high, fixed.rightShift());
        long steps = FixedPointMultiplier.saturate(rounded);
        double multiplier = Math.scalb((double) fixed.significand(), fixed.exponent() - 31);
        return new RequantizationSteps(profile, multiplier, OptionalInt.of(fixed.significand()),
                OptionalInt.of(fixed.exponent()), value, OptionalLong.of(FixedPointMultiplier.saturate(high)), steps,
                limits, limits.place(steps));
    }

    private static BigInteger highHalfAway(BigInteger product) {
        BigInteger nudge = product.signum() >= 0 ? HALF : BigInteger.ONE.subtract(HALF);
        return product.add(nudge).divide(ONE_IN_31_BITS); // towards zero
    }

    private static BigInteger highHalfUp(BigInteger product) {
        return product.add(HALF).shiftRight(31);
    }

    private static BigInteger shiftHalfAway(BigInteger high, int places) {
        BigInteger mask = BigInteger.ONE.shiftLeft(places).subtract(BigInteger.ONE);
        BigInteger threshold = mask.shiftRight(1).add(high.signum() < 0 ? BigInteger.ONE : BigInteger.ZERO);
        boolean up = high.and(mask).compareTo(threshold) > 0;
        return high.shiftRight(places).add(up ? BigInteger.ONE : BigInteger.ZERO);
    }

    private static BigInteger shiftHalfUp(BigInteger value, int places) {
        return value.add(BigInteger.ONE.shiftLeft(places).shiftRight(1)).shiftRight(places);
    }

    /** Equation (30). */
    private static RequantizationSteps shifted(
            double multiplier, double value, CodeLimits limits, long accumulator) {
        int places = -Math.getExponent(multiplier);
        long rounded = shiftHalfUp(BigInteger.valueOf(accumulator), places).longValueExact();
        return new RequantizationSteps(RequantizationProfile.POWER_OF_TWO, multiplier, OptionalInt.empty(),
                OptionalInt.of(-places), value, OptionalLong.empty(), rounded, limits, limits.place(rounded));
    }
}
