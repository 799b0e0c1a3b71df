package org.quantscope.quant;

/**
 * A fused activation: the real output is kept inside {@code [lo, hi]}. ReLU is {@code [0, ∞]}, ReLU6 {@code [0, 6]}.
 *
 * @param lo lower bound in real units; may be −∞, not NaN
 * @param hi upper bound in real units; may be +∞, not NaN, not below {@code lo}
 */
public record Clamp(float lo, float hi) {
    public Clamp {
        if (Float.isNaN(lo) || Float.isNaN(hi) || lo > hi) {
            throw new IllegalArgumentException(
                    "A clamp needs a lower bound that is not above its upper bound; [" + lo + ", " + hi + "] is none.");
        }
    }

    public float apply(float value) {
        return Math.max(lo, Math.min(hi, value));
    }

    public double apply(double value) {
        return Math.max(lo, Math.min(hi, value));
    }

    /** {@code ReLU}, {@code ReLU6}, or {@code clip}. */
    public String displayName() {
        if (lo == 0 && hi == Float.POSITIVE_INFINITY) {
            return "ReLU";
        }
        return lo == 0 && hi == 6 ? "ReLU6" : "clip";
    }
}
