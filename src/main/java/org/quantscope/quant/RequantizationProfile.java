package org.quantscope.quant;

import java.util.List;
import java.util.Optional;

/**
 * The ways a wide accumulator becomes an output code (arithmetic contract, section 7). Each names the runtime that it
 * agrees with bit for bit, where there is one, and the tests that show it.
 */
public enum RequantizationProfile {
    /**
     * P1, (25): float32 throughout. {@code QuantizedConvAgainstOnnxRuntimeTest} runs ONNX Runtime's own QLinearConv and
     * finds every output code equal; {@code GoldenRequantizationTest} holds 358 vectors. TensorFlow Lite 2.21.0's
     * default kernels (XNNPACK) gave the equation's codes too, on 522,560 outputs; no test here can run them.
     */
    FLOAT32("float32", "ONNX Runtime 1.29 (CPU, QLinearConv) and TensorFlow Lite 2.21's default kernels (XNNPACK)",
            "float32 throughout, half to even",
            "QuantizedConvAgainstOnnxRuntimeTest", "GoldenRequantizationTest"),
    /**
     * P2, (27): fixed-point multiplier, two roundings. TensorFlow Lite 2.21.0's reference kernels gave the equation's
     * codes on 481,600 outputs of convolutions; no test here can run them, and {@code GoldenRequantizationTest} holds
     * the vectors made from the equation.
     */
    GEMMLOWP("gemmlowp", "TensorFlow Lite 2.21's reference convolutions (BUILTIN_REF)",
            "a 31-bit multiplier, half upward, and a shift, half away from zero",
            "GoldenRequantizationTest"),
    /**
     * P3, (28): fixed-point multiplier, rounding half upward twice. TensorFlow Lite 2.21.0's built-in optimised kernels
     * gave the equation's codes on 522,560 outputs; as with P2, {@code GoldenRequantizationTest} holds the vectors.
     */
    RUY("ruy", "TensorFlow Lite 2.21's built-in optimised kernels (ruy)",
            "a 31-bit multiplier and a shift, both half upward",
            "GoldenRequantizationTest"),
    /**
     * One rounding, half to even, in double precision. No runtime computes so; {@code GoldenRequantizationTest}
     * compares it with the exact product.
     */
    FLOAT64("float64", null, "one rounding in double precision, half to even",
            "GoldenRequantizationTest"),
    /**
     * (30): an arithmetic shift; the combined scale must be 2^−n. The rule of legacy fixed-point kernels, not compared
     * with any of them; {@code GoldenRequantizationTest} and {@code RequantizerTest} compare it with the equation.
     */
    POWER_OF_TWO("power-of-two", null, "an arithmetic shift, half upward",
            "GoldenRequantizationTest", "RequantizerTest");

    private final String keyword;
    private final String bitExactWith;
    private final String rule;
    private final List<String> shownBy;

    RequantizationProfile(String keyword, String bitExactWith, String rule, String... shownBy) {
        this.keyword = keyword;
        this.bitExactWith = bitExactWith;
        this.rule = rule;
        this.shownBy = List.of(shownBy);
    }

    /** The word for it in the settings file. */
    public String keyword() {
        return keyword;
    }

    /** The runtime, with its version, whose output codes it equals bit for bit; empty: none that was run. */
    public Optional<String> bitExactWith() {
        return Optional.ofNullable(bitExactWith);
    }

    /** How it rounds, in a few words. */
    public String rule() {
        return rule;
    }

    /** The project's tests that show {@link #bitExactWith}, or without a runtime that the rule is what it says. */
    public List<String> shownBy() {
        return shownBy;
    }

    /** All of it in a sentence for a person. */
    public String claim() {
        String runtime = bitExactWith == null
                ? "no runtime that was tried computes this way"
                : "bit-exact with " + bitExactWith;
        return "Rounds by " + rule + "; " + runtime + "; shown by " + String.join(" and ", shownBy) + ".";
    }
}
