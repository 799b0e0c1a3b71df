package org.quantscope.conv.engine;

/**
 * Which sums of products of an unsigned byte by a signed byte a processor gets right, from the most to the least. Two
 * things go wrong: instructions before VNNI add neighbouring products in 16 bits and stick there; and some code hands its
 * 32-bit sums through float32, which holds integers up to 2^24 only.
 */
enum ByteProducts {
    /** All of them. */
    EXACT(false, false, "exact", ""),
    /** Those whose sum of magnitudes is at most 2^24. */
    EXACT_TO_FLOAT(
            false, true, "exact up to sums of 2^24", "; integer sums above 2^24 travel in float32, in exact parts"),
    /** Those of which any two fit 16 bits. */
    EXACT_IN_PAIRS(true, false, "saturate where two exceed 16 bits; used for narrower codes only", Texts.SATURATING),
    /** Those of which any two fit 16 bits and whose sum of magnitudes is at most 2^24. */
    EXACT_IN_PAIRS_TO_FLOAT(
            true, true, "saturate where two exceed 16 bits, and lose digits above 2^24; used for narrower codes only",
            Texts.SATURATING),
    /** None can be relied on. */
    INEXACT(
            true, true, "wrong, not used",
            "; its 8-bit products are wrong on this CPU, so that integers travel in float32, exact by bound") {
        @Override
        boolean exactFor(int largestInput, int largestWeight, int largestRowSum) {
            return false;
        }
    };

    private static final class Texts {
        private static final String SATURATING = "; its 8-bit products saturate on this CPU (no VNNI), so that integers "
                + "of 8 bits travel in float32, exact by bound";
    }

    private static final long FLOAT_EXACT = 1 << 24;
    private static final int LARGEST_INPUT = 255;

    private final boolean inPairs;
    private final boolean toFloat;
    private final String verdict;
    private final String consequence;

    ByteProducts(boolean inPairs, boolean toFloat, String verdict, String consequence) {
        this.inPairs = inPairs;
        this.toFloat = toFloat;
        this.verdict = verdict;
        this.consequence = consequence;
    }

    /** In a few words. */
    String verdict() {
        return verdict;
    }

    /** What follows for an engine, to be added to its description. */
    String consequence() {
        return consequence;
    }

    /**
     * Whether all sums are exact.
     *
     * @param largestInput the largest unsigned byte
     * @param largestWeight the largest magnitude of a signed byte
     * @param largestRowSum the largest sum of magnitudes of the weights of one output channel
     */
    boolean exactFor(int largestInput, int largestWeight, int largestRowSum) {
        return (!inPairs || 2 * largestInput * largestWeight <= Short.MAX_VALUE)
                && (!toFloat || (long) largestInput * largestRowSum <= FLOAT_EXACT);
    }

    /** The largest magnitude of weights of either sign that may meet any input. */
    int largestWeight() {
        return inPairs ? Short.MAX_VALUE / 2 / LARGEST_INPUT : Byte.MAX_VALUE;
    }

    /** How many weights of that magnitude may be summed. */
    long mostWeights() {
        return toFloat ? FLOAT_EXACT / LARGEST_INPUT / largestWeight() : Integer.MAX_VALUE;
    }
}
