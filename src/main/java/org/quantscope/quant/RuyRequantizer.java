package org.quantscope.quant;

import java.math.BigInteger;

/**
 * Profile P3, equation (28): like {@link GemmlowpRequantizer}, but both roundings go half upward, as arithmetic shifts
 * do. What TensorFlow Lite's built-in optimised kernels compute.
 */
public final class RuyRequantizer implements Requantizer {
    private static final long HALF = 1L << 30;

    private final FixedPointMultiplier multiplier;
    private final CodeLimits limits;

    public RuyRequantizer(FixedPointMultiplier multiplier, CodeLimits limits) {
        this.multiplier = multiplier;
        this.limits = limits;
    }

    @Override
    public int requantize(long accumulator) {
        long high = multiplier.fits(accumulator)
                ? (multiplier.product(accumulator) + HALF) >> 31
                : wideHigh(accumulator);
        int places = multiplier.rightShift();
        return limits.place(places == 0 ? high : PowerOfTwoRequantizer.shiftHalfUpward(high, places));
    }

    private long wideHigh(long accumulator) {
        BigInteger product = multiplier.wideProduct(accumulator);
        // A number too large for 64 bits is far outside every type's codes, also after 31 places to the right.
        return FixedPointMultiplier.saturate(product.add(BigInteger.valueOf(HALF)).shiftRight(31));
    }
}
