package org.quantscope.ui;

import java.util.List;
import java.util.Optional;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.TensorParams;
import org.quantscope.settings.ActivationSettings;

/** How formulas are called and explained in the window. */
final class FormulaText {
    static final List<Formula> OF_WEIGHTS = List.of(Formula.ONNX, Formula.MICRONET, Formula.MICRONET_2020,
            Formula.DOREFA_WEIGHT, Formula.TERNARY_WEIGHT, Formula.BINARY_WEIGHT);
    static final List<Formula> OF_INPUTS = List.of(Formula.ONNX, Formula.MICRONET, Formula.MICRONET_2020,
            Formula.DOREFA_ACTIVATION, Formula.BINARY_ACTIVATION);
    static final List<Formula> OF_OUTPUTS = List.of(Formula.ONNX, Formula.MICRONET, Formula.MICRONET_2020);

    private FormulaText() {}

    static String name(Formula formula) {
        return switch (formula) {
            case ONNX -> "ONNX";
            case MICRONET -> "micronet";
            case MICRONET_2020 -> "micronet 2020";
            case DOREFA_WEIGHT, DOREFA_ACTIVATION -> "DoReFa";
            case TERNARY_WEIGHT -> "Ternary";
            case BINARY_WEIGHT, BINARY_ACTIVATION -> "Binary";
        };
    }

    /** What a code is and what it stands for. */
    static String equation(Formula formula) {
        return switch (formula) {
            case ONNX -> "q = round(x / s) + z, x\u0302 = s(q \u2212 z)";
            case MICRONET -> "q = round(x / s \u2212 z), x\u0302 = s(q + z)";
            case MICRONET_2020 -> "q = round(x \u00b7 s \u2212 z), x\u0302 = (q + z) / s";
            case DOREFA_WEIGHT -> "q = round((tanh w / 2 max|tanh w| + \u00bd) n), w\u0302 = 2q/n \u2212 1";
            case DOREFA_ACTIVATION -> "q = round(clamp(0.1x, 0, 1) n), x\u0302 = q/n";
            case TERNARY_WEIGHT -> "w\u0302 = \u03b1 \u00b7 {\u22121, 0, 1}, threshold 0.7 mean|w|";
            case BINARY_WEIGHT -> "w\u0302 = \u03b1 \u00b7 sgn(w \u2212 mean), \u03b1 = mean|w|";
            case BINARY_ACTIVATION -> "x\u0302 = sgn(x), sgn(0) = 1";
        };
    }

    /** {@code u8 affine}; {@code u4 DoReFa}. */
    static String activation(ActivationSettings choices) {
        String type = choices.type().shortName();
        return switch (choices.formula()) {
            case ONNX -> type + " " + choices.scheme().keyword();
            case BINARY_ACTIVATION -> "binary";
            case DOREFA_ACTIVATION -> type + " DoReFa";
            default -> type + " " + name(choices.formula());
        };
    }

    /** Why ONNX cannot say a layer's weights, for the first channel that it cannot say; empty: it can. */
    static String onnxRemark(TensorParams params) {
        for (int channel = 0; channel < params.channelCount(); channel++) {
            Optional<String> fault = params.channel(channel).onnxFault();
            if (fault.isPresent()) {
                return fault.get();
            }
        }
        return "";
    }

    /** The same of an input or output. */
    static String onnxRemark(Optional<QuantParams> params) {
        return params.flatMap(QuantParams::onnxFault).orElse("");
    }

    /** Bit-widths to choose from: ternary and binary codes have theirs. */
    static boolean hasBits(Formula formula) {
        return formula.isAffine() || formula == Formula.DOREFA_WEIGHT || formula == Formula.DOREFA_ACTIVATION;
    }

    /** The name of a type in the words of the formula. */
    static String type(Formula formula, QuantType type) {
        return switch (formula) {
            case TERNARY_WEIGHT -> "\u22121, 0, 1";
            case BINARY_WEIGHT, BINARY_ACTIVATION -> "\u00b11";
            default -> type.onnxName();
        };
    }
}
