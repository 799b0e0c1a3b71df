package org.quantscope.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.LayerParams;

/** What the headroom of an accumulator means, in sentences for a person. */
public final class HeadroomSentence {
    private static final int EXACT_BITS = Accumulator.EXACT.bits();

    private HeadroomSentence() {}

    /** Why a layer has no integer accumulator, empty if it has one. */
    public static Optional<String> absence(LayerParams params) {
        if (params.countsInIntegers()) {
            return Optional.empty();
        }
        String reason;
        if (params.weight().isEmpty()) {
            reason = params.input().isEmpty() ? "weights and input are float" : "the weights are float";
        } else {
            reason = params.input().isEmpty()
                    ? "the input is float"
                    : "a zero point is not an integer, so the zero points leave the sums as real factors";
        }
        return Optional.of("There is no integer accumulator: " + reason + ".");
    }

    /** Whether the chosen register can overflow, and what int32 would do where another one was chosen. */
    public static String of(AccumulatorHeadroom headroom) {
        List<String> sentences = new ArrayList<>();
        int bits = headroom.register().bits();
        if (bits < EXACT_BITS) {
            sentences.add(ofRegister(headroom));
        }
        boolean more = bits == EXACT_BITS || headroom.ofInt32() != Overflow.NONE;
        if (bits != Integer.SIZE && more) {
            sentences.add(ofInt32(headroom));
        }
        return String.join(" ", sentences);
    }

    private static String ofRegister(AccumulatorHeadroom headroom) {
        String register = "The " + headroom.register().bits() + "-bit accumulator";
        return switch (headroom.ofRegister()) {
            case OBSERVED -> register + " overflows: of " + count(headroom.total()) + " sums it "
                    + manner(headroom.register()) + " in " + count(headroom.heldDiffers()) + ", and the largest needs "
                    + headroom.observedBits() + " bits.";
            case POSSIBLE -> register + " could overflow: " + possible(headroom);
            case NONE -> register + " cannot overflow: " + none(headroom);
        };
    }

    private static String ofInt32(AccumulatorHeadroom headroom) {
        String exact = headroom.register().bits() == EXACT_BITS ? " The 64-bit accumulator used here is exact." : "";
        return switch (headroom.ofInt32()) {
            case OBSERVED -> "An int32 accumulator would overflow: " + count(headroom.beyondInt32()) + " of "
                    + count(headroom.total()) + " sums do not fit into 32 bits, and the largest needs "
                    + headroom.observedBits() + "." + exact;
            case POSSIBLE -> "An int32 accumulator could overflow: " + possible(headroom) + exact;
            case NONE -> "An int32 accumulator cannot overflow: " + none(headroom);
        };
    }

    private static String possible(AccumulatorHeadroom headroom) {
        return "the worst case of these weights needs " + headroom.worstCaseBits()
                + " bits, although this input needs only " + headroom.observedBits() + ".";
    }

    private static String none(AccumulatorHeadroom headroom) {
        return "the worst case of these weights needs " + headroom.worstCaseBits() + " bits.";
    }

    private static String manner(Accumulator register) {
        return register.overflow() == Accumulator.Overflow.WRAP ? "wraps around" : "sticks at its ends";
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
