package org.quantscope.quant;

/** The ways a wide accumulator becomes an output code (arithmetic contract, section 7). */
public enum RequantizationProfile {
    /** P1, (25): float32 throughout. */
    FLOAT32("float32", "ONNX Runtime CPU, TFLite default"),
    /** P2, (27): fixed-point multiplier, two roundings. */
    GEMMLOWP("gemmlowp", "TFLite reference kernels"),
    /** P3, (28): fixed-point multiplier, rounding half upward twice. */
    RUY("ruy", "TFLite built-in optimised kernels"),
    /** One rounding, half to even, in double precision. */
    FLOAT64("float64", "exact to the last rounding"),
    /** (30): an arithmetic shift; the combined scale must be 2^−n. */
    POWER_OF_TWO("power-of-two", "fixed-point microcontroller kernels");

    private final String keyword;
    private final String matches;

    RequantizationProfile(String keyword, String matches) {
        this.keyword = keyword;
        this.matches = matches;
    }

    /** The word for it in the settings file. */
    public String keyword() {
        return keyword;
    }

    /** The runtimes that compute this way, for a person. */
    public String matches() {
        return matches;
    }
}
