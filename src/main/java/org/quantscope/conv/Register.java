package org.quantscope.conv;

import org.quantscope.quant.Accumulator;

/** A two's-complement register of 16 to 64 bits: what it holds after an addition that does not fit. */
public final class Register {
    private final int unusedBits;
    private final boolean saturates;
    private final long lowest;
    private final long highest;

    public Register(Accumulator accumulator) {
        this.unusedBits = Long.SIZE - accumulator.bits();
        this.saturates = accumulator.overflow() == Accumulator.Overflow.SATURATE;
        this.highest = Long.MAX_VALUE >> unusedBits;
        this.lowest = Long.MIN_VALUE >> unusedBits;
    }

    /** Whether every value up to this magnitude fits. */
    public boolean holds(long magnitude) {
        return magnitude <= highest;
    }

    /** Whether it sticks at its ends, rather than wrapping around. */
    public boolean saturates() {
        return saturates;
    }

    /** The register after {@code term} was added to {@code held}, which it holds. */
    public long add(long held, long term) {
        return saturates ? saturatingAdd(held, term) : wrap(held + term);
    }

    /** The low bits of a value, as the register reads them. */
    public long wrap(long value) {
        return value << unusedBits >> unusedBits;
    }

    private long saturatingAdd(long held, long term) {
        long sum = held + term;
        boolean overflows = ((held ^ sum) & (term ^ sum)) < 0;
        if (overflows) {
            return term < 0 ? lowest : highest;
        }
        return Math.max(lowest, Math.min(highest, sum));
    }
}
