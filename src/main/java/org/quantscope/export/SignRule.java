package org.quantscope.export;

import java.util.ArrayList;
import java.util.List;
import org.quantscope.export.LintFinding.Severity;
import org.quantscope.quant.QuantType;

/** Signs that a target has no kernels for. */
final class SignRule implements LayerRule {
    @Override
    public List<LayerFinding> check(LintTarget target, LintLayer layer) {
        return switch (target) {
            case TFLITE -> signedOnly(layer);
            case ORT_OVERRIDES -> mixed(layer);
            default -> List.of();
        };
    }

    private static List<LayerFinding> signedOnly(LintLayer layer) {
        List<LayerFinding> findings = new ArrayList<>();
        if (hasUnsignedWeights(layer)) {
            findings.add(LayerFinding.of(Severity.REFUSED, layer, "weight",
                    "has unsigned weights, and those of TensorFlow Lite are int8",
                    LayerFixes.SIGNED_WEIGHTS, LayerFixes.WEIGHTS_BY_ONNX));
        }
        for (LintLayer.Activation activation : layer.quantizedActivations()) {
            QuantType type = activation.params().orElseThrow().type();
            if (!type.signed()) {
                findings.add(LayerFinding.of(Severity.REFUSED, layer, activation.role(),
                        "has an unsigned " + activation.role() + ", and tensors of TensorFlow Lite are signed",
                        LayerFixes.signedActivation(activation.role()),
                        LayerFixes.signedActivationByOnnx(activation.role())));
            }
        }
        return findings;
    }

    private static List<LayerFinding> mixed(LintLayer layer) {
        boolean signedInput = layer.params().input().filter(input -> input.type().signed()).isPresent();
        if (!signedInput || !hasUnsignedWeights(layer)) {
            return List.of();
        }
        return List.of(LayerFinding.of(Severity.REFUSED, layer, "weight",
                "has a signed input and unsigned weights, for which ONNX Runtime has no kernel",
                LayerFixes.SIGNED_WEIGHTS, LayerFixes.WEIGHTS_BY_ONNX, LayerFixes.unsignedActivation("input")));
    }

    private static boolean hasUnsignedWeights(LintLayer layer) {
        return layer.weightChannels().stream().anyMatch(channel -> !channel.type().signed());
    }
}
