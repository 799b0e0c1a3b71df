package org.quantscope.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quantscope.model.InputLayout;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.FormFinding.Severity;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantType;

/** What of a network's parameters a quantized ONNX file can say, layer by layer. */
public final class FormRules {
    private FormRules() {}

    /**
     * Everything that a file of that form does not say as the settings do; empty: it says all of it. The network's own
     * operators are not looked at, see {@link #checkOperators}.
     *
     * @param params by layer name; a layer without an entry is float
     */
    public static List<FormFinding> check(Model model, Map<String, LayerParams> params, QuantizedForm form) {
        return check(model, params, form, CodeStorage.NARROWEST);
    }

    /**
     * What keeps the network's own operators from being raised to the version that the file needs; empty: nothing does.
     * The model's file is read for that where it is too old.
     *
     * @throws ModelFormatException with a sentence if the file changed since the model was read, or cannot be read
     */
    public static Optional<FormFinding> checkOperators(Model model, Map<String, LayerParams> params) {
        return OpsetRules.refusal(model, QuantizedGraph.opset(model, params, CodeStorage.NARROWEST));
    }

    /** As {@link #check}, of {@link QuantizedNetwork#writeForRuntime}. */
    public static List<FormFinding> checkForRuntime(Model model, Map<String, LayerParams> params, QuantizedForm form) {
        return check(model, params, form, CodeStorage.UNSIGNED_BYTES);
    }

    static List<FormFinding> check(
            Model model, Map<String, LayerParams> params, QuantizedForm form, CodeStorage storage) {
        List<FormFinding> findings = new ArrayList<>();
        for (Layer layer : model.layers()) {
            LayerParams own = params.get(layer.name());
            if (own != null && isQuantized(own)) {
                findings.addAll(new LayerForm(layer, own, form, storage).findings());
            }
        }
        return List.copyOf(findings);
    }

    /** Whether a layer's integer operator is written, in the QOperator form. */
    static boolean isInteger(Layer layer, LayerParams params, CodeStorage storage) {
        boolean coded = params.weight().isPresent() && params.input().isPresent() && params.output().isPresent();
        boolean bias = layer.bias().isEmpty() || params.hasIntegerBias();
        return coded && bias && hasOperator(layer) && haveOperator(params, storage);
    }

    /** Matrices on the left of a MatMul have their output channels in rows, which no integer operator scales. */
    static boolean hasOperator(Layer layer) {
        return !(layer.op().equals("MatMul") && layer.inputLayout() == InputLayout.COLUMNS);
    }

    /** Whether there is an integer operator for the types of a layer whose weights, input and output are quantized. */
    static boolean haveOperator(LayerParams params, CodeStorage storage) {
        QuantType input = params.input().orElseThrow().type();
        CodeContainer x = storage.activation(input);
        CodeContainer w = storage.weight(params.weight().orElseThrow().channel(0).type());
        CodeContainer y = storage.activation(params.output().orElseThrow().type());
        return x.isByte() && w.isByte() && y == x && (w.isSigned() || !x.isSigned());
    }

    private static boolean isQuantized(LayerParams params) {
        return params.weight().isPresent() || params.input().isPresent() || params.output().isPresent();
    }

    static boolean isRefused(List<FormFinding> findings) {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.REFUSED);
    }
}
