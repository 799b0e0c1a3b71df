package org.quantscope.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.quantscope.calibrate.CalibrationMethod;
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

    /** The choice of the method that goes by that word and that number in the settings file. */
    public static Optional<RangeChoice> ofMethod(String keyword, OptionalDouble argument) {
        return Arrays.stream(CalibrationMethod.values())
                .filter(method -> method.keyword().equals(keyword) && method.argument().equals(argument))
                .map(method -> new RangeChoice(method, Optional.empty()))
                .findFirst();
    }

    /** The numbers that a word may go with; none if it stands alone or is not known. */
    public static List<Double> arguments(String keyword) {
        return Arrays.stream(CalibrationMethod.values())
                .filter(method -> method.keyword().equals(keyword) && method.argument().isPresent())
                .map(method -> method.argument().getAsDouble())
                .toList();
    }

    /** The words that {@link #ofMethod} knows. */
    public static List<String> methodKeywords() {
        return Arrays.stream(CalibrationMethod.values()).map(CalibrationMethod::keyword).distinct().toList();
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
