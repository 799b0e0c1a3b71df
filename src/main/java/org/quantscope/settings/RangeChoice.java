package org.quantscope.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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

    /** The choice of the method with that word in the settings file. */
    public static Optional<RangeChoice> ofMethod(String keyword) {
        return Arrays.stream(CalibrationMethod.values())
                .filter(method -> method.keyword().equals(keyword))
                .map(method -> new RangeChoice(method, Optional.empty()))
                .findFirst();
    }

    /** The words that {@link #ofMethod} knows. */
    public static List<String> methodKeywords() {
        return Arrays.stream(CalibrationMethod.values()).map(CalibrationMethod::keyword).toList();
    }

    /** The method's word in the settings file. */
    public String methodKeyword() {
        return method.keyword();
    }
}
