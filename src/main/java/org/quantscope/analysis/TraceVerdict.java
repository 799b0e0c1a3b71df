package org.quantscope.analysis;

import java.util.Optional;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.RequantizationSteps;

/**
 * Where the two paths part at one output element.
 *
 * @param parting the first stage at which they are not the same integer, or not the same real value but for float32's
 *     last digits; empty if they agree
 * @param sentence the same for a person
 */
public record TraceVerdict(Optional<Stage> parting, String sentence) {
    /** Without integers, two sums agree within this share of the summed magnitudes. */
    private static final double TOLERANCE = ImplementationMismatch.TOLERANCE;

    static TraceVerdict of(ArithmeticTrace trace) {
        return codes(trace, Stage.INPUT_CODES, trace.params().input())
                .or(() -> codes(trace, Stage.WEIGHT_CODES, trace.weight()))
                .or(() -> overflow(trace))
                .or(() -> sum(trace))
                .or(() -> bias(trace))
                .or(() -> output(trace))
                .orElseGet(() -> new TraceVerdict(Optional.empty(), agreeing(trace)));
    }

    private static Optional<TraceVerdict> codes(ArithmeticTrace trace, Stage stage, Optional<QuantParams> quantizer) {
        if (quantizer.isEmpty()) {
            return Optional.empty();
        }
        double unit = quantizer.get().unit();
        for (int at = 0; at < trace.taps().size(); at++) {
            Tap tap = trace.taps().get(at);
            Tap.Factor factor = stage == Stage.INPUT_CODES ? tap.input() : tap.weight();
            if (!tap.inPadding() && !(Math.abs(factor.fakeQuant() / unit - factor.steps()) <= 0.5)) {
                return parting(trace, stage, "tap " + at + " is " + Figures.real(factor.fakeQuant() / unit)
                        + " steps from zero in float32, and its code is " + Figures.real(factor.steps()) + " from it");
            }
        }
        return Optional.empty();
    }

    private static Optional<TraceVerdict> overflow(ArithmeticTrace trace) {
        String does = trace.params().accumulator().bits() + "-bit register "
                + (trace.params().accumulator().overflow().keyword().equals("wrap") ? "wraps to " : "saturates at ");
        for (int at = 0; at < trace.taps().size(); at++) {
            Tap tap = trace.taps().get(at);
            if (tap.overflows()) {
                return parting(trace, Stage.ACCUMULATOR, "at tap " + at + " the " + does
                        + Figures.integer(tap.held()) + "; the exact sum is " + Figures.integer(trace.accumulator()));
            }
        }
        return trace.biasOverflows()
                ? parting(trace, Stage.ACCUMULATOR, "when the bias is added the " + does
                        + Figures.integer(trace.held()) + "; the exact sum is "
                        + Figures.integer(trace.accumulator() + trace.biasCode().orElse(0)))
                : Optional.empty();
    }

    private static Optional<TraceVerdict> sum(ArithmeticTrace trace) {
        double fake = trace.fakeQuant().sum() / trace.unit();
        if (trace.isInteger()) {
            return Math.abs(fake - trace.accumulator()) <= 0.5
                    ? Optional.empty()
                    : parting(trace, Stage.ACCUMULATOR, "the float32 sum is " + Figures.real(fake)
                            + " steps, the exact one " + Figures.integer(trace.accumulator()));
        }
        return Math.abs(fake - trace.realSum()) <= TOLERANCE * magnitude(trace)
                ? Optional.empty()
                : parting(trace, Stage.ACCUMULATOR, "the float32 sum is " + Figures.real(fake)
                        + " steps, the one in double precision " + Figures.real(trace.realSum()));
    }

    private static double magnitude(ArithmeticTrace trace) {
        return trace.taps().stream().mapToDouble(tap -> Math.abs(tap.product())).sum();
    }

    private static Optional<TraceVerdict> bias(ArithmeticTrace trace) {
        if (trace.biasCode().isEmpty() || trace.biasCode().getAsInt() == 0) {
            return Optional.empty();
        }
        double fake = trace.fakeQuant().bias() / (double) (float) trace.unit();
        return Math.abs(fake - trace.biasCode().getAsInt()) <= 0.5
                ? Optional.empty()
                : parting(trace, Stage.BIAS, "float32 adds " + Figures.real(fake) + " steps, the code is "
                        + Figures.integer(trace.biasCode().getAsInt()));
    }

    private static Optional<TraceVerdict> output(ArithmeticTrace trace) {
        if (trace.requantization().isEmpty() || sameCode(trace)) {
            return Optional.empty();
        }
        FakeQuantSteps.OutputSteps fake = trace.fakeQuant().output().orElseThrow();
        RequantizationSteps steps = trace.requantization().get();
        return Optional.of(new TraceVerdict(Optional.of(Stage.REQUANTIZATION), "The paths part at the rounding: "
                + "float32 has " + Figures.tie((float) fake.beforeRounding()) + " and gives code " + fake.code()
                + ", the integer path has " + Figures.tie(steps.beforeRounding()) + firstRounding(steps)
                + " and gives code " + steps.code() + "."));
    }

    /** Two roundings one after the other may go where a single one would not. */
    private static String firstRounding(RequantizationSteps steps) {
        int places = -steps.exponent().orElse(0);
        return steps.high().isPresent() && places > 0
                ? ", rounds it first to " + Figures.integer(steps.high().getAsLong()) + "/2^" + places + ","
                : "";
    }

    private static boolean sameCode(ArithmeticTrace trace) {
        return trace.requantization().orElseThrow().code()
                == trace.fakeQuant().output().orElseThrow().code();
    }

    private static Optional<TraceVerdict> parting(ArithmeticTrace trace, Stage stage, String clause) {
        String end = "";
        if (trace.requantization().isPresent()) {
            end = sameCode(trace)
                    ? " Both give code " + trace.requantization().get().code() + " all the same."
                    : " Float32 gives code " + trace.fakeQuant().output().orElseThrow().code()
                            + ", the integer path " + trace.requantization().get().code() + ".";
        }
        return Optional.of(new TraceVerdict(
                Optional.of(stage), "The paths part at the " + stage.displayName() + ": " + clause + "." + end));
    }

    private static String agreeing(ArithmeticTrace trace) {
        if (trace.requantization().isEmpty()) {
            return "Both paths give " + Figures.single((float) trace.output()) + ": "
                    + agreement(trace.fakeQuant().clamped(), trace.output());
        }
        FakeQuantSteps steps = trace.fakeQuant();
        boolean clamped = steps.clamped() != steps.biased();
        double fake = clamped
                ? FakeQuantSteps.beforeRounding(
                        steps.biased(), trace.params().output().orElseThrow())
                : steps.output().orElseThrow().beforeRounding();
        return "Both paths give code " + trace.requantization().get().code() + "; before rounding "
                + (clamped ? "and clamp " : "") + agreement(fake, trace.requantization().get().beforeRounding());
    }

    private static String agreement(double fake, double integer) {
        if (fake == integer) {
            return "they are equal to the last digit.";
        }
        double relative = Math.abs(fake - integer) / Math.max(Math.abs(fake), Math.abs(integer));
        int digits = (int) Math.floor(-Math.log10(relative));
        return digits < 1
                ? "they are " + Figures.rough(Math.abs(fake - integer)) + " apart."
                : "they agree to " + digits + (digits == 1 ? " digit." : " digits.");
    }
}
