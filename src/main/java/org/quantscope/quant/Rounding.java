package org.quantscope.quant;

/**
 * How a real quotient becomes an integer (arithmetic contract, section 2). The names say what happens to a value that
 * lies exactly half-way; everything else goes to the nearest integer in every mode.
 */
public enum Rounding {
    /** −2.5 → −2, −0.5 → 0, 0.5 → 0, 1.5 → 2. ONNX, PyTorch, and the float32 requantization profile. */
    HALF_TO_EVEN("half-even") {
        @Override
        public double round(float value) {
            return Math.rint(value);
        }
    },
    /** −2.5 → −3, −0.5 → −1, 0.5 → 1. micronet and the TFLite optimiser; float32 steps, as they compute it. */
    HALF_AWAY_FROM_ZERO("half-away") {
        @Override
        public double round(float value) {
            return Math.signum(value) * floor(Math.abs(value) + 0.5f);
        }
    },
    /** −2.5 → −2, −0.5 → 0, 0.5 → 1. Float32 steps: {@code floor(x + 0.5f)}. */
    HALF_UPWARD("half-up") {
        @Override
        public double round(float value) {
            return floor(value + 0.5f);
        }
    };

    private final String keyword;

    Rounding(String keyword) {
        this.keyword = keyword;
    }

    /** Rounds a float32 quotient to an integer, returned as a double so that no magnitude is lost. */
    public abstract double round(float value);

    /** The word for it in the settings file. */
    public String keyword() {
        return keyword;
    }

    private static double floor(float value) {
        return Math.floor(value);
    }
}
