package org.quantscope.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quantscope.export.LintFinding.Severity;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.Rounding;

/**
 * Codes that the target does not get by its own rounding, {@code q = saturate(rte(x / s) + zp)}, where a file carries
 * parameters and no codes.
 */
final class CodeRule implements LayerRule {
    private static final Set<LintTarget> TARGETS =
            Set.of(LintTarget.AIMET2, LintTarget.AIMET1, LintTarget.ORT_OVERRIDES);

    @Override
    public List<LayerFinding> check(LintTarget target, LintLayer layer) {
        List<LayerFinding> findings = new ArrayList<>();
        if (!TARGETS.contains(target)) {
            return findings;
        }
        // The method of the weights is more than a rounding: the target would compute something else altogether.
        boolean method = layer.weightChannels().stream().anyMatch(channel -> !channel.formula().isAffine());
        weightDifference(layer).ifPresent(what -> findings.add(LayerFinding.of(
                method ? Severity.REFUSED : Severity.REMARK, layer, "weight",
                what + ", and " + target.title() + " has no codes: the target rounds the weights half to even",
                LayerFixes.WEIGHTS_HALF_EVEN, LayerFixes.WEIGHTS_BY_ONNX)));
        for (LintLayer.Activation activation : layer.quantizedActivations()) {
            QuantParams params = activation.params().orElseThrow();
            boolean expressible = params.onnxFault().isEmpty();
            if (expressible && (params.rounding() != Rounding.HALF_TO_EVEN || params.formula() != Formula.ONNX)) {
                findings.add(LayerFinding.of(Severity.REMARK, layer, activation.role(),
                        "rounds its " + activation.role() + " in another way than half to even of x / s, the only one"
                                + " of " + target.title(),
                        LayerFixes.activationHalfEven(activation.role()),
                        LayerFixes.activationByOnnx(activation.role())));
            }
        }
        return findings;
    }

    private static Optional<String> weightDifference(LintLayer layer) {
        List<QuantParams> channels = layer.weightChannels();
        if (channels.isEmpty() || channels.stream().anyMatch(channel -> channel.onnxFault().isPresent())) {
            return Optional.empty();
        }
        Formula formula = channels.get(0).formula();
        if (!formula.isAffine()) {
            return Optional.of("has " + formula.keyword() + " weights");
        }
        float[] weights = layer.layer().weight().data();
        int taps = layer.layer().taps();
        int differing = 0;
        for (int at = 0; at < weights.length; at++) {
            QuantParams own = channels.get(at / taps);
            QuantParams target = new QuantParams(own.type(), (float) own.step(), (int) own.origin());
            if (Quantizer.quantize(weights[at], own) != Quantizer.quantize(weights[at], target)) {
                differing++;
            }
        }
        return differing == 0
                ? Optional.empty()
                : Optional.of("rounds " + differing + " of " + weights.length + " weights to another code");
    }
}
