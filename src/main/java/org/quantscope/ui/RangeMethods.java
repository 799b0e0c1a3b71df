package org.quantscope.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.calibrate.RangeRule;

/** What the range methods are called in the window. */
final class RangeMethods {
    static final String BY_HAND = "Set by hand";
    private static final List<CalibrationMethod> OF_WEIGHTS = List.of(
            CalibrationMethod.MIN_MAX,
            CalibrationMethod.percentile(99.99),
            CalibrationMethod.entropy(2048),
            CalibrationMethod.MSE,
            CalibrationMethod.MICRONET_PERCENTILE,
            CalibrationMethod.MICRONET_PERCENTILE_COMMAND_LINE);
    private static final List<CalibrationMethod> OF_ACTIVATIONS = List.of(
            CalibrationMethod.MIN_MAX,
            CalibrationMethod.MOVING_AVERAGE,
            CalibrationMethod.percentile(99.99),
            CalibrationMethod.ENTROPY,
            CalibrationMethod.entropy(2048),
            CalibrationMethod.MSE,
            CalibrationMethod.MICRONET_PERCENTILE,
            CalibrationMethod.MICRONET_PERCENTILE_COMMAND_LINE);

    private RangeMethods() {}

    static String name(CalibrationMethod method) {
        return switch (method.rule()) {
            case MIN_MAX -> "Min\u2013max";
            case MOVING_AVERAGE -> "Moving average";
            case PERCENTILE -> "Percentile " + percent(method) + " %";
            case ENTROPY -> "Entropy, " + (int) method.argument().orElse(128) + " bins";
            case MSE -> "Least squared error";
            case MICRONET_PERCENTILE -> "micronet percentile " + (method.argument().getAsDouble() == 0.9999
                    ? "99.99 %"
                    : "99.9999 %");
        };
    }

    /** The number of a percentile, to be edited; empty: the method is another. */
    static Optional<String> percentOf(CalibrationMethod method) {
        return method.rule() == RangeRule.PERCENTILE ? Optional.of(percent(method)) : Optional.empty();
    }

    /**
     * The percentile of a typed number.
     *
     * @throws IllegalArgumentException with a sentence if it is none
     */
    static CalibrationMethod percentile(String text) {
        return CalibrationMethod.percentile(ParameterText.number(text).orElseThrow(() -> new IllegalArgumentException(
                "'" + text.strip() + "' is no percentile; write a number such as 99.99.")));
    }

    /** What it is called on a histogram. */
    static String shortName(CalibrationMethod method) {
        return switch (method.rule()) {
            case MIN_MAX -> "min\u2013max";
            case MOVING_AVERAGE -> "average";
            case PERCENTILE -> percent(method) + " %";
            case ENTROPY -> method.argument().isPresent() ? "entropy " + (int) method.argument().getAsDouble() : "entropy";
            case MSE -> "least error";
            case MICRONET_PERCENTILE -> "micronet";
        };
    }

    /** The methods that are marked on a histogram of weights; the one in use is among them. */
    static List<CalibrationMethod> marksOfWeights(CalibrationMethod used) {
        return marks(List.of(CalibrationMethod.MIN_MAX, CalibrationMethod.percentile(99.9),
                CalibrationMethod.entropy(2048), CalibrationMethod.MSE), used);
    }

    /** The same for inputs and outputs. */
    static List<CalibrationMethod> marksOfActivations(CalibrationMethod used) {
        return marks(List.of(CalibrationMethod.MIN_MAX, CalibrationMethod.MOVING_AVERAGE,
                CalibrationMethod.percentile(99.99), CalibrationMethod.ENTROPY, CalibrationMethod.entropy(2048),
                CalibrationMethod.MSE), used);
    }

    /** Another percentile stands in for the usual one. */
    private static List<CalibrationMethod> marks(List<CalibrationMethod> usual, CalibrationMethod used) {
        List<CalibrationMethod> marks = new ArrayList<>(usual);
        if (used.rule() == RangeRule.PERCENTILE) {
            marks.replaceAll(method -> method.rule() == RangeRule.PERCENTILE ? used : method);
        } else if (!marks.contains(used)) {
            marks.add(used);
        }
        return List.copyOf(marks);
    }

    private static String percent(CalibrationMethod method) {
        return method.text().substring(method.text().indexOf('=') + 1);
    }

    /** The method that goes by that name; empty: set by hand. */
    static Optional<CalibrationMethod> named(String name) {
        return Stream.concat(OF_ACTIVATIONS.stream(), OF_WEIGHTS.stream())
                .filter(method -> name(method).equals(name))
                .findFirst();
    }

    /** Averages over batches are those of activations: weights have one batch. */
    static List<String> ofWeights() {
        return names(OF_WEIGHTS);
    }

    static List<String> ofActivations() {
        return names(OF_ACTIVATIONS);
    }

    private static List<String> names(List<CalibrationMethod> methods) {
        List<String> names = new ArrayList<>(methods.stream().map(RangeMethods::name).toList());
        names.add(BY_HAND);
        return List.copyOf(names);
    }
}
