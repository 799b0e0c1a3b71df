package org.quantscope.quant;

import java.math.BigInteger;

/**
 * A real multiplier as a 31-bit integer and a power of two, equation (26): {@code M ≈ significand · 2^(exponent − 31)}.
 *
 * @param significand k, from 2^30 to 2^31 − 1, or 0 for a multiplier too small to matter
 * @param exponent e, at least −31
 */
public record FixedPointMultiplier(int significand, int exponent) {
    private static final int SMALLEST_EXPONENT = -31;

    /** The multiplier {@code s_x · s_o / s_y}, combined in double precision. */
    public static FixedPointMultiplier of(float inputScale, float weightScale, float outputScale) {
        return of((double) inputScale * (double) weightScale / (double) outputScale);
    }

    /** The decomposition of a positive, finite multiplier. */
    public static FixedPointMultiplier of(double multiplier) {
        if (!(multiplier > 0) || Double.isInfinite(multiplier)) {
            throw new IllegalArgumentException(
                    "A requantization multiplier must be positive and finite; " + multiplier + " is not.");
        }
        int exponent = Math.getExponent(multiplier) + 1;
        long significand = (long) Math.floor(Math.scalb(multiplier, 31 - exponent) + 0.5);
        if (significand == 1L << 31) {
            significand = 1L << 30;
            exponent++;
        }
        return exponent < SMALLEST_EXPONENT
                ? new FixedPointMultiplier(0, 0)
                : new FixedPointMultiplier((int) significand, exponent);
    }

    /** l: the places by which the accumulator goes left before the product. */
    public int leftShift() {
        return Math.max(exponent, 0);
    }

    /** r: the places by which the product goes right after its first rounding; at most 31. */
    public int rightShift() {
        return Math.max(-exponent, 0);
    }

    /** Whether {@code accumulator · 2^l · k} and a rounding term fit 64 bits. */
    boolean fits(long accumulator) {
        int room = 31 - leftShift();
        return room >= 0 && accumulator <= 1L << room && accumulator >= -(1L << room);
    }

    /** {@code accumulator · 2^l · k}, if it {@link #fits}. */
    long product(long accumulator) {
        return (accumulator << leftShift()) * significand;
    }

    /** {@code accumulator · 2^l · k} of any size. */
    BigInteger wideProduct(long accumulator) {
        return BigInteger.valueOf(accumulator).shiftLeft(leftShift()).multiply(BigInteger.valueOf(significand));
    }

    /** A result of any size as the nearest {@code long}; the clamp to the output codes makes the difference vanish. */
    static long saturate(BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            return value.longValue();
        }
        return value.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
