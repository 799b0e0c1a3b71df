package org.quantscope.bench;

import java.util.Arrays;

/** How long one case took, round by round. */
final class Timing {
    private static final double NANOS_PER_MILLI = 1e6;

    private final long[] sorted;

    private Timing(long[] sorted) {
        this.sorted = sorted;
    }

    /** @param nanos one duration a round, at least one */
    static Timing of(long... nanos) {
        if (nanos.length == 0) {
            throw new IllegalArgumentException("A case that was never run has no timing.");
        }
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Timing(sorted);
    }

    int rounds() {
        return sorted.length;
    }

    /** The least disturbed round, in milliseconds. */
    double min() {
        return sorted[0] / NANOS_PER_MILLI;
    }

    /** In milliseconds; the lower of the two in the middle where there are two. */
    double median() {
        return quantile(0.5);
    }

    /** In milliseconds: 95 of 100 rounds took no longer. */
    double p95() {
        return quantile(0.95);
    }

    private double quantile(double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(0, rank - 1)] / NANOS_PER_MILLI;
    }
}
