package org.quantscope.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.quantscope.analysis.ShownFigures;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.TensorParams;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.RangeChoice;
import org.quantscope.settings.WeightSettings;

/** Choices and parameters in a few words, for tables. */
final class ParameterWords {
    private ParameterWords() {}

    /** For example {@code int8 narrow, symmetric, per channel}. */
    static String weight(Optional<WeightSettings> choices) {
        return choices.map(ParameterWords::weight).orElse("float");
    }

    private static String weight(WeightSettings choices) {
        if (!choices.formula().isAffine()) {
            return choices.formula().keyword() + ", " + choices.type().bits() + " bits";
        }
        return type(choices.type()) + ", " + choices.scheme().keyword() + ", per " + choices.granularity().keyword();
    }

    /** How the range of weights is chosen. */
    static String range(WeightSettings choices) {
        String channels = choices.overrides().isEmpty()
                ? ""
                : ", " + ShownFigures.count(choices.overrides().size())
                        + (choices.overrides().size() == 1 ? " channel by hand" : " channels by hand");
        return choices.formula().isAffine() ? range(choices.range()) + channels : "from the weights";
    }

    /** For example {@code uint8, affine, percentile 99.99}. */
    static String activation(Optional<ActivationSettings> choices) {
        return choices.map(ParameterWords::activation).orElse("float");
    }

    private static String activation(ActivationSettings choices) {
        if (!choices.formula().isAffine()) {
            return choices.formula().keyword() + ", " + choices.type().bits() + " bits";
        }
        boolean explicit = choices.scale().isPresent();
        return type(choices.type()) + ", " + choices.scheme().keyword() + ", "
                + (explicit ? "explicit scale" : range(choices.range()));
    }

    private static String range(RangeChoice choice) {
        if (choice.byHand().isPresent()) {
            return ShownFigures.measured(choice.byHand().get().min()) + " to "
                    + ShownFigures.measured(choice.byHand().get().max()) + " by hand";
        }
        return choice.methodKeyword() + (choice.methodArgument().isPresent()
                ? " " + ShownFigures.exact((float) choice.methodArgument().getAsDouble())
                : "");
    }

    static String type(QuantType type) {
        return type.onnxName() + (type.narrowRange() ? " narrow" : "");
    }

    /** The types of a tensor's channels, each once. */
    static String types(TensorParams params) {
        List<String> types = new ArrayList<>();
        for (QuantParams channel : params.channels()) {
            String name = channel.type().onnxName();
            if (!types.contains(name)) {
                types.add(name);
            }
        }
        return String.join(", ", types);
    }

    /** One scale, or the smallest to the largest. */
    static String scales(TensorParams params) {
        return span(params, QuantParams::scale);
    }

    static String zeroPoints(TensorParams params) {
        return span(params, QuantParams::zeroPoint);
    }

    private static String span(TensorParams params, ToDoubleFunction<QuantParams> figure) {
        double low = params.channels().stream().mapToDouble(figure).min().orElseThrow();
        double high = params.channels().stream().mapToDouble(figure).max().orElseThrow();
        return low == high ? figure(low) : figure(low) + " – " + figure(high);
    }

    /** Whole numbers as they are, others as measured figures. */
    static String figure(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e6
                ? ShownFigures.fixed(value, 0)
                : ShownFigures.measured(value);
    }
}
