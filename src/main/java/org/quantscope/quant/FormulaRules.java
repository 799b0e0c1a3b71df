package org.quantscope.quant;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which formulas a layer's weights, input and output may have, and what integer arithmetic asks of their zeros. */
final class FormulaRules {
    private FormulaRules() {}

    static Optional<String> fault(LayerParams params) {
        return misplaced(params)
                .or(() -> params.isIntegerOnly() && !params.countsInIntegers() ? realZeroFault(params) : Optional.empty())
                .or(() -> params.output().flatMap(output -> outputFault(output, params.requantization())));
    }

    private static Optional<String> misplaced(LayerParams params) {
        Stream<Formula> weights = params.weight().map(TensorParams::channels).orElse(List.of()).stream()
                .map(QuantParams::formula);
        Optional<Formula> weight = weights
                .filter(formula -> formula == Formula.DOREFA_ACTIVATION || formula == Formula.BINARY_ACTIVATION)
                .findFirst();
        Optional<Formula> input = params.input().map(QuantParams::formula).filter(FormulaRules::isForWeights);
        Optional<Formula> output = params.output().map(QuantParams::formula).filter(formula -> !formula.isAffine());
        return weight.map(formula -> "The activation formula '" + formula.keyword() + "' cannot quantize weights.")
                .or(() -> input.map(
                        formula -> "The weight formula '" + formula.keyword() + "' cannot quantize a layer's input."))
                .or(() -> output.map(formula -> "A layer's output has a scale and a zero point; the method '"
                        + formula.keyword() + "' is one of inputs and weights."));
    }

    private static boolean isForWeights(Formula formula) {
        return formula == Formula.DOREFA_WEIGHT || formula == Formula.TERNARY_WEIGHT
                || formula == Formula.BINARY_WEIGHT;
    }

    private static Optional<String> realZeroFault(LayerParams params) {
        if (!params.accumulator().equals(Accumulator.EXACT)) {
            return Optional.of("A zero point that is no integer near the codes leaves no integer accumulator to limit; take "
                    + "the accumulator's width away or round the zero point.");
        }
        if (params.output().isPresent() && params.requantization() != RequantizationProfile.FLOAT64) {
            return Optional.of("With a zero point that is no integer near the codes, the output can only be requantized by "
                    + "'float64', not by '" + params.requantization().keyword() + "'.");
        }
        return Optional.empty();
    }

    private static Optional<String> outputFault(QuantParams output, RequantizationProfile profile) {
        if (profile == RequantizationProfile.FLOAT64) {
            return Optional.empty();
        }
        return output.onnxFault().map(fault -> "The requantization '" + profile.keyword()
                + "' gives codes of ONNX's kind. " + fault + " Only 'float64' can requantize to this output.");
    }
}
