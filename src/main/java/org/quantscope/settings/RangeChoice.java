package org.quantscope.settings;

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
}
