package org.quantscope.export;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quantscope.export.LintFinding.Severity;
import org.quantscope.quant.QuantParams;

/** Zero points that are no code of their type: real ones, and those of ranges without zero; DoReFa has none at all. */
final class ZeroPointRule implements LayerRule {
    private static final Set<LintTarget> TARGETS = EnumSet.of(
            LintTarget.AIMET2, LintTarget.AIMET1, LintTarget.ORT_OVERRIDES, LintTarget.TFLITE, LintTarget.POWER_OF_TWO);

    @Override
    public List<LayerFinding> check(LintTarget target, LintLayer layer) {
        List<LayerFinding> findings = new ArrayList<>();
        if (!TARGETS.contains(target)) {
            return findings;
        }
        List<QuantParams> channels = layer.weightChannels();
        for (int channel = 0; channel < channels.size(); channel++) {
            Optional<String> fault = channels.get(channel).onnxFault();
            if (fault.isPresent()) {
                findings.add(LayerFinding.ofChannel(Severity.REFUSED, layer, channel,
                        "has weights without a zero point of " + target.title() + "'s kind, channel " + channel + ": "
                                + clause(fault.get()),
                        LayerFixes.WEIGHTS_BY_ONNX));
                break;
            }
        }
        for (LintLayer.Activation activation : layer.quantizedActivations()) {
            activation.params().orElseThrow().onnxFault().ifPresent(fault -> findings.add(LayerFinding.of(
                    Severity.REFUSED, layer, activation.role(),
                    "has an " + activation.role() + " without a zero point of " + target.title() + "'s kind: "
                            + clause(fault),
                    LayerFixes.activationByOnnx(activation.role()))));
        }
        return findings;
    }

    private static String clause(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
