package org.quantscope.analysis;

import java.util.OptionalInt;

/**
 * An image whose answer changes.
 *
 * @param image its index in the data set
 * @param label the class that it belongs to
 * @param floatClass the float network's answer
 * @param quantizedClass the quantized network's answer
 */
public record Flip(int image, OptionalInt label, int floatClass, int quantizedClass) {
    /** Of an outcome that is one. */
    public static Flip of(ImageOutcome outcome) {
        return new Flip(outcome.image(), outcome.label(), outcome.floatClass(), outcome.quantizedClass());
    }
}
