package org.quantscope.quant;

/**
 * The real interval that the codes are to cover; what lies outside is clipped.
 *
 * @param min lower end, finite
 * @param max upper end, finite and not below {@code min}
 */
public record ClippingRange(float min, float max) {
    public ClippingRange {
        if (!Float.isFinite(min) || !Float.isFinite(max) || min > max) {
            throw new IllegalArgumentException(
                    "A range needs a finite lower end that is not above its upper end; " + min + " to " + max
                            + " is none.");
        }
    }
}
