package org.quantscope.conv.engine;

/** Which sums of products of an unsigned byte by a signed byte a processor gets right. */
enum ByteProducts {
    /** All of them. */
    EXACT {
        @Override
        boolean exactFor(int largestInput, int largestWeight) {
            return true;
        }
    },
    /** Only those whose sum of two fits 16 bits: older instructions add neighbouring products there and stick. */
    EXACT_IN_PAIRS {
        @Override
        boolean exactFor(int largestInput, int largestWeight) {
            return 2 * largestInput * largestWeight <= Short.MAX_VALUE;
        }
    },
    /** None can be relied on. */
    INEXACT {
        @Override
        boolean exactFor(int largestInput, int largestWeight) {
            return false;
        }
    };

    /**
     * Whether all sums are exact.
     *
     * @param largestInput the largest unsigned byte
     * @param largestWeight the largest magnitude of a signed byte
     */
    abstract boolean exactFor(int largestInput, int largestWeight);
}
