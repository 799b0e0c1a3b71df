package org.quantscope.calibrate;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.quantscope.quant.ClippingRange;

/**
 * How observed statistics become the range that the codes cover.
 *
 * @param rule what is done
 * @param argument the number that goes with it: the percent of a percentile, the bins of an entropy where they are not
 *     {@value #ENTROPY_BINS}, the part of micronet's percentile
 */
public record CalibrationMethod(RangeRule rule, OptionalDouble argument) {
    /** As many bins as ONNX Runtime's entropy calibrator has levels: only outliers of later images can be cut off. */
    static final int ENTROPY_BINS = 128;

    static final double MICRONET_PART = 0.9999;
    static final double MICRONET_COMMAND_LINE_PART = 0.999999;

    public static final CalibrationMethod MIN_MAX = new CalibrationMethod(RangeRule.MIN_MAX, OptionalDouble.empty());
    public static final CalibrationMethod MOVING_AVERAGE =
            new CalibrationMethod(RangeRule.MOVING_AVERAGE, OptionalDouble.empty());
    /** As {@code quantize_static} has it, with {@value #ENTROPY_BINS} bins. */
    public static final CalibrationMethod ENTROPY = new CalibrationMethod(RangeRule.ENTROPY, OptionalDouble.empty());
    public static final CalibrationMethod MSE = new CalibrationMethod(RangeRule.MSE, OptionalDouble.empty());
    /** As micronet's programming interface has it: 99.99 % of the magnitudes. */
    public static final CalibrationMethod MICRONET_PERCENTILE =
            new CalibrationMethod(RangeRule.MICRONET_PERCENTILE, OptionalDouble.of(MICRONET_PART));
    /** As micronet's command line has it: 99.9999 % of the magnitudes. */
    public static final CalibrationMethod MICRONET_PERCENTILE_COMMAND_LINE =
            new CalibrationMethod(RangeRule.MICRONET_PERCENTILE, OptionalDouble.of(MICRONET_COMMAND_LINE_PART));

    /** @throws IllegalArgumentException with a sentence if the number does not go with the rule */
    public CalibrationMethod {
        String fault = rule.argumentFault(argument);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        if (rule == RangeRule.ENTROPY && argument.equals(OptionalDouble.of(ENTROPY_BINS))) {
            argument = OptionalDouble.empty();
        }
    }

    /** @param percent of the values that stay inside the range, greater than 0 and at most 100 */
    public static CalibrationMethod percentile(double percent) {
        return new CalibrationMethod(RangeRule.PERCENTILE, OptionalDouble.of(percent));
    }

    /** @param bins {@value #ENTROPY_BINS} times a power of two, up to {@link Histogram#BINS} */
    public static CalibrationMethod entropy(int bins) {
        return new CalibrationMethod(RangeRule.ENTROPY, OptionalDouble.of(bins));
    }

    /**
     * The method that goes by that word and that number.
     *
     * @throws IllegalArgumentException with a sentence if the word is not known or the number does not go with it
     */
    public static CalibrationMethod of(String keyword, OptionalDouble argument) {
        RangeRule rule = Arrays.stream(RangeRule.values())
                .filter(one -> one.keyword().equals(keyword))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + keyword + "' is no range method; the known ones are " + String.join(", ", keywords())
                                + "."));
        return new CalibrationMethod(rule, argument);
    }

    /**
     * Reads what {@link #text} writes.
     *
     * @throws IllegalArgumentException with a sentence if it is no method
     */
    public static CalibrationMethod parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            return of(text, OptionalDouble.empty());
        }
        String number = text.substring(equals + 1);
        try {
            return of(text.substring(0, equals), OptionalDouble.of(Double.parseDouble(number)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + number + "' in '" + text + "' is no number.", e);
        }
    }

    /** The words that {@link #of} knows. */
    public static List<String> keywords() {
        return Arrays.stream(RangeRule.values()).map(RangeRule::keyword).collect(Collectors.toUnmodifiableList());
    }

    /** The word and its number on a command line: {@code min-max}, {@code percentile=99.99}. */
    public String text() {
        return keyword() + (argument.isPresent() ? "=" + plain(argument.getAsDouble()) : "");
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /** The word for it in the settings file. */
    public String keyword() {
        return rule.keyword();
    }

    /** What has to be kept of the values. */
    public Set<Statistic> needs() {
        return rule.needs();
    }

    /**
     * The range.
     *
     * @param target what the range is for; the same statistics give other ranges for other types and schemes
     * @throws IllegalArgumentException with a sentence if too little was seen for this method
     */
    public ClippingRange range(RangeStatistics statistics, RangeTarget target) {
        return rule.range(statistics, argument, target);
    }
}
