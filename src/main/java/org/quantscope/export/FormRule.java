package org.quantscope.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.quantscope.export.LintFinding.Severity;
import org.quantscope.model.Model;
import org.quantscope.onnx.FormFinding;
import org.quantscope.onnx.FormRules;
import org.quantscope.onnx.QuantizedForm;

/** The rules of quantized ONNX files, which the package that writes them has; here they get their edits. */
final class FormRule implements LayerRule {
    private static final Set<Integer> CONTAINERS = new TreeSet<>(List.of(4, 8, 16));

    private final Model model;

    FormRule(Model model) {
        this.model = model;
    }

    @Override
    public List<LayerFinding> check(LintTarget target, LintLayer layer) {
        if (target != LintTarget.QDQ && target != LintTarget.QOPERATOR) {
            return List.of();
        }
        QuantizedForm form = target == LintTarget.QDQ ? QuantizedForm.QDQ : QuantizedForm.QOPERATOR;
        return FormRules.check(model, Map.of(layer.name(), layer.params()), form).stream()
                .map(found -> finding(found, layer))
                .toList();
    }

    private static LayerFinding finding(FormFinding found, LintLayer layer) {
        Severity severity =
                found.severity() == FormFinding.Severity.REFUSED ? Severity.REFUSED : Severity.REMARK;
        return new LayerFinding(severity, found.tensor(), found.channel(), found.reason(), candidates(found, layer));
    }

    private static List<LayerFix> candidates(FormFinding found, LintLayer layer) {
        List<LayerFix> fixes = new ArrayList<>();
        switch (found.tensor()) {
            case "weight" -> {
                fixes.addAll(List.of(
                        LayerFixes.ONE_WIDTH, LayerFixes.ZERO_POINT_ZERO, LayerFixes.WEIGHTS_BY_ONNX));
                fixes.addAll(WidthRule.widths(
                        "weight", layer.weightChannels().get(0).type().bits(), CONTAINERS));
            }
            case "bias" -> {
                fixes.add(LayerFixes.BIAS_OF_32_BITS);
                BiasRule.raisedScale(layer).ifPresent(fixes::add);
            }
            case "" -> fixes.addAll(List.of(
                    LayerFixes.EXACT_ACCUMULATOR, LayerFixes.SIGNED_WEIGHTS, LayerFixes.unsignedActivation("output"),
                    LayerFixes.unsignedActivation("input"), LayerFixes.IN_BYTES));
            default -> {
                fixes.addAll(List.of(
                        LayerFixes.FLOAT32_REQUANTIZATION, LayerFixes.FLOAT32_WITH_BIAS,
                        LayerFixes.activationHalfEven(found.tensor()), LayerFixes.everyActivationCode(found.tensor()),
                        LayerFixes.activationByOnnx(found.tensor())));
                fixes.addAll(WidthRule.widths(found.tensor(), bits(found, layer), CONTAINERS));
            }
        }
        return fixes;
    }

    private static int bits(FormFinding found, LintLayer layer) {
        LintLayer.Activation activation = found.tensor().equals("input") ? layer.input() : layer.output();
        return activation.params().orElseThrow().type().bits();
    }
}
