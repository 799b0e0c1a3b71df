package org.quantscope.analysis;

import org.quantscope.conv.IntegerPlane;

/**
 * How much of an accumulator one output channel needs (arithmetic contract, section 8). All sums are those of equation
 * (23) with the bias code added.
 *
 * @param worstCase equation (32): no input makes a sum of a larger magnitude
 * @param lowest the lowest sum of the current input
 * @param highest the highest sum of the current input
 * @param beyondInt32 sums of the current input that a 32-bit register cannot hold
 * @param heldDiffers sums of the current input of which the chosen register holds something else
 */
public record ChannelHeadroom(long worstCase, long lowest, long highest, long beyondInt32, long heldDiffers) {
    /**
     * What a channel's sums need.
     *
     * @param biasCode what is added to them
     * @param worstCase equation (32)
     */
    static ChannelHeadroom of(IntegerPlane sums, int biasCode, long worstCase) {
        long lowest = Long.MAX_VALUE;
        long highest = Long.MIN_VALUE;
        long beyond = 0;
        long differs = 0;
        for (int at = 0; at < sums.size(); at++) {
            long sum = sums.sum(at) + biasCode;
            lowest = Math.min(lowest, sum);
            highest = Math.max(highest, sum);
            beyond += sum != (int) sum ? 1 : 0;
            differs += sums.held(at) != sum ? 1 : 0;
        }
        return new ChannelHeadroom(worstCase, lowest, highest, beyond, differs);
    }

    /** Equation (33): the bits of a signed register that holds every value up to a magnitude, on both sides of zero. */
    public static int bits(long magnitude) {
        return Long.SIZE + 1 - Long.numberOfLeadingZeros(magnitude);
    }

    public int worstCaseBits() {
        return bits(worstCase);
    }

    /** The bits that the sums of the current input need. A sum of exactly −2ⁿ needs one fewer than 2ⁿ does. */
    public int observedBits() {
        return Math.max(bits(lowest ^ lowest >> 63), bits(highest ^ highest >> 63));
    }

    /** The largest |acc| of the current input. */
    public long maxAbs() {
        return Math.max(Math.abs(lowest), Math.abs(highest));
    }

    /** Whether an int32 register can overflow, or does. */
    public Overflow ofInt32() {
        if (beyondInt32 > 0) {
            return Overflow.OBSERVED;
        }
        return worstCaseBits() > Integer.SIZE ? Overflow.POSSIBLE : Overflow.NONE;
    }

    /** Whether a register of so many bits, the chosen one, can overflow, or does. */
    public Overflow ofRegister(int bits) {
        if (heldDiffers > 0) {
            return Overflow.OBSERVED;
        }
        return worstCaseBits() > bits ? Overflow.POSSIBLE : Overflow.NONE;
    }
}
