package org.quantscope.quant;

/**
 * The register that sums products: its width and what happens when a sum does not fit.
 *
 * @param bits 16 to 64; 64 is exact for every layer that Quantscope opens
 * @param overflow what happens to a sum that does not fit
 */
public record Accumulator(int bits, Overflow overflow) {
    /** What a settings file means by no accumulator. */
    public static final Accumulator EXACT = new Accumulator(64, Overflow.WRAP);

    /** Two's-complement wrap-around, or sticking at the nearest end at every step. */
    public enum Overflow {
        WRAP("wrap"),
        SATURATE("saturate");

        private final String keyword;

        Overflow(String keyword) {
            this.keyword = keyword;
        }

        /** The word for it in the settings file. */
        public String keyword() {
            return keyword;
        }
    }

    public Accumulator {
        if (bits < 16 || bits > 64) {
            throw new IllegalArgumentException("An accumulator has 16 to 64 bits, not " + bits + ".");
        }
    }
}
