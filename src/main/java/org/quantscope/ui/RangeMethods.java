package org.quantscope.ui;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quantscope.calibrate.CalibrationMethod;

/** What the range methods are called in the window. */
final class RangeMethods {
    static final String BY_HAND = "Set by hand";
    private static final Map<CalibrationMethod, String> NAMES = names();

    private RangeMethods() {}

    private static Map<CalibrationMethod, String> names() {
        Map<CalibrationMethod, String> names = new LinkedHashMap<>();
        names.put(CalibrationMethod.MIN_MAX, "Min\u2013max");
        names.put(CalibrationMethod.MOVING_AVERAGE, "Moving average");
        names.put(CalibrationMethod.MICRONET_PERCENTILE, "Percentile 99.99 %");
        names.put(CalibrationMethod.MICRONET_PERCENTILE_COMMAND_LINE, "Percentile 99.9999 %");
        return names;
    }

    static String name(CalibrationMethod method) {
        return NAMES.get(method);
    }

    /** The method that goes by that name; empty: set by hand. */
    static Optional<CalibrationMethod> named(String name) {
        return Arrays.stream(CalibrationMethod.values()).filter(method -> name(method).equals(name)).findFirst();
    }

    /** Averages over batches are those of activations: weights have one batch. */
    static List<String> ofWeights() {
        return List.of(name(CalibrationMethod.MIN_MAX), name(CalibrationMethod.MICRONET_PERCENTILE),
                name(CalibrationMethod.MICRONET_PERCENTILE_COMMAND_LINE), BY_HAND);
    }

    static List<String> ofActivations() {
        return List.of(name(CalibrationMethod.MIN_MAX), name(CalibrationMethod.MOVING_AVERAGE),
                name(CalibrationMethod.MICRONET_PERCENTILE),
                name(CalibrationMethod.MICRONET_PERCENTILE_COMMAND_LINE), BY_HAND);
    }
}
