package org.quantscope.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.calibrate.RangeRule;
import org.quantscope.quant.ClippingRange;

/**
 * Where a tensor's range comes from: a method applied to what was observed, or an interval set by hand.
 *
 * @param method the method, used where {@code byHand} is empty
 * @param byHand the interval that the user set; for per-channel weights every channel gets it
 */
public record RangeChoice(CalibrationMethod method, Optional<ClippingRange> byHand) {
    public static final RangeChoice MIN_MAX = new RangeChoice(CalibrationMethod.MIN_MAX, Optional.empty());

    public static RangeChoice byHand(ClippingRange range) {
        return new RangeChoice(CalibrationMethod.MIN_MAX, Optional.of(range));
    }

    public static RangeChoice of(CalibrationMethod method) {
        return new RangeChoice(method, Optional.empty());
    }

    /**
     * The choice of the method that goes by that word and that number in the settings file.
     *
     * @throws IllegalArgumentException with a sentence if there is none
     */
    public static RangeChoice ofMethod(String keyword, OptionalDouble argument) {
        return of(CalibrationMethod.of(keyword, argument));
    }

    /** Whether a word may go with a number; false where it is not known. */
    public static boolean takesArgument(String keyword) {
        return Arrays.stream(RangeRule.values())
                .anyMatch(rule -> rule.keyword().equals(keyword) && rule.takesArgument());
    }

    /** The words that {@link #ofMethod} knows. */
    public static List<String> methodKeywords() {
        return CalibrationMethod.keywords();
    }

    /** The number that goes with the method's word. */
    public OptionalDouble methodArgument() {
        return method.argument();
    }

    /** The method's word in the settings file. */
    public String methodKeyword() {
        return method.keyword();
    }
}
