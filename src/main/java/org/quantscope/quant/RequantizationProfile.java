package org.quantscope.quant;

/**
 * The ways a wide accumulator becomes an output code (arithmetic contract, section 7). Each names the runtime that it
 * agrees with bit for bit and the test that shows it.
 */
public enum RequantizationProfile {
    /**
     * P1, (25): float32 throughout. {@code QuantizedConvAgainstOnnxRuntimeTest} runs ONNX Runtime's own QLinearConv and
     * finds every output code equal; {@code GoldenRequantizationTest} holds 358 vectors. TensorFlow Lite 2.21.0's
     * default kernels (XNNPACK) gave the equation's codes too, on 522,560 outputs; no test here can run them.
     */
    FLOAT32("float32", "ONNX Runtime CPU, TFLite default"),
    /**
     * P2, (27): fixed-point multiplier, two roundings. TensorFlow Lite 2.21.0's reference kernels gave the equation's
     * codes on 481,600 outputs of convolutions; no test here can run them, and {@code GoldenRequantizationTest} holds
     * the vectors made from the equation.
     */
    GEMMLOWP("gemmlowp", "TFLite reference kernels"),
    /**
     * P3, (28): fixed-point multiplier, rounding half upward twice. TensorFlow Lite 2.21.0's built-in optimised kernels
     * gave the equation's codes on 522,560 outputs; as with P2, {@code GoldenRequantizationTest} holds the vectors.
     */
    RUY("ruy", "TFLite built-in optimised kernels"),
    /**
     * One rounding, half to even, in double precision. No runtime computes so; {@code GoldenRequantizationTest}
     * compares it with the exact product.
     */
    FLOAT64("float64", "exact to the last rounding"),
    /**
     * (30): an arithmetic shift; the combined scale must be 2^−n. The rule of legacy fixed-point kernels, not compared
     * with any of them; {@code GoldenRequantizationTest} and {@code RequantizerTest} compare it with the equation.
     */
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
