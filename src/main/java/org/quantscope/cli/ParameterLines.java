package org.quantscope.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.TensorParams;

/** The parameters of a layer's tensors as a person reads them, in the words of their formulas. */
final class ParameterLines {
    private ParameterLines() {}

    static String weights(TensorParams params) {
        QuantParams first = params.channel(0);
        if (params.isUniform()) {
            return activation(Optional.of(first));
        }
        String scales = "per channel, scale " + span(params, QuantParams::scale);
        return switch (first.formula()) {
            case MICRONET, MICRONET_2020 -> codes(first) + " " + scales + ", z "
                    + span(params, QuantParams::zeroPoint) + " (" + first.formula().keyword() + ")";
            default -> codes(first) + " " + scales;
        };
    }

    static String activation(Optional<QuantParams> params) {
        return params.map(ParameterLines::tensor).orElse("float");
    }

    /** One line for each tensor that ONNX cannot say. */
    static List<String> onnxFaults(LayerParams params) {
        List<String> lines = new ArrayList<>();
        params.weight().flatMap(ParameterLines::onnxFault).ifPresent(fault -> lines.add("  not ONNX weights: " + fault));
        params.input().flatMap(QuantParams::onnxFault).ifPresent(fault -> lines.add("  not ONNX input: " + fault));
        params.output().flatMap(QuantParams::onnxFault).ifPresent(fault -> lines.add("  not ONNX output: " + fault));
        return lines;
    }

    private static Optional<String> onnxFault(TensorParams params) {
        return params.channels().stream().map(QuantParams::onnxFault).flatMap(Optional::stream).findFirst();
    }

    private static String tensor(QuantParams known) {
        return switch (known.formula()) {
            case ONNX -> codes(known) + ", scale " + real(known.scale()) + ", zero point " + (int) known.zeroPoint();
            case MICRONET, MICRONET_2020 -> codes(known) + ", scale " + real(known.scale()) + ", z "
                    + real(known.zeroPoint()) + " (" + known.formula().keyword() + ")";
            case TERNARY_WEIGHT, BINARY_WEIGHT -> codes(known) + ", scale " + real(known.scale());
            default -> codes(known);
        };
    }

    /** What the codes are; narrow and widths are the type's. */
    private static String codes(QuantParams known) {
        QuantType type = known.type();
        return switch (known.formula()) {
            case TERNARY_WEIGHT -> "ternary, codes -1, 0 and 1";
            case BINARY_WEIGHT, BINARY_ACTIVATION -> "binary, codes -1 and 1";
            case DOREFA_WEIGHT -> "dorefa, codes 0 to " + type.qmax() + " of 2q/" + type.qmax() + " - 1";
            case DOREFA_ACTIVATION -> "dorefa, codes 0 to " + type.qmax() + " of q/" + type.qmax();
            default -> type.onnxName();
        };
    }

    private static String span(TensorParams params, ToDoubleFunction<QuantParams> value) {
        double low = params.channels().stream().mapToDouble(value).min().orElseThrow();
        double high = params.channels().stream().mapToDouble(value).max().orElseThrow();
        return real(low) + " to " + real(high);
    }

    private static String real(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }
}
