package org.quantscope.quant;

import java.math.BigInteger;

/**
 * Profile P2, equation (27): a doubling high multiplication that rounds half upward, then a right shift that rounds half
 * away from zero. What TensorFlow Lite's reference kernels compute. The two roundings make it differ from
 * one rounding of the real product now and then.
 */
public final class GemmlowpRequantizer implements Requantizer {
    private static final long HALF = 1L << 30;
    private static final BigInteger DIVISOR = BigInteger.ONE.shiftLeft(31);

    private final FixedPointMultiplier multiplier;
    private final CodeLimits limits;

    public GemmlowpRequantizer(FixedPointMultiplier multiplier, CodeLimits limits) {
        this.multiplier = multiplier;
        this.limits = limits;
    }

    @Override
    public int requantize(long accumulator) {
        if (!multiplier.fits(accumulator)) {
            return requantizeWide(accumulator);
        }
        long product = multiplier.product(accumulator);
        long nudge = product >= 0 ? HALF : 1 - HALF;
        long high = (product + nudge) / (1L << 31); // towards zero
        return limits.place(shift(high));
    }

    private long shift(long high) {
        int places = multiplier.rightShift();
        long mask = (1L << places) - 1;
        long threshold = (mask >> 1) + (high < 0 ? 1 : 0);
        return (high >> places) + ((high & mask) > threshold ? 1 : 0);
    }

    private int requantizeWide(long accumulator) {
        BigInteger product = multiplier.wideProduct(accumulator);
        BigInteger nudge = BigInteger.valueOf(product.signum() >= 0 ? HALF : 1 - HALF);
        BigInteger high = product.add(nudge).divide(DIVISOR); // towards zero
        // A number too large for 64 bits is far outside every type's codes, also after 31 places to the right.
        return limits.place(shift(FixedPointMultiplier.saturate(high)));
    }
}
