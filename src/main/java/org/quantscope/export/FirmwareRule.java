package org.quantscope.export;

import java.util.List;
import java.util.Optional;
import org.quantscope.analysis.IntegerForm;
import org.quantscope.export.LintFinding.Severity;

/** Layers that a folder of integers leaves out, because their sums or their output codes are none. */
final class FirmwareRule implements LayerRule {
    @Override
    public List<LayerFinding> check(LintTarget target, LintLayer layer) {
        if (target != LintTarget.FIRMWARE || !layer.isQuantized()) {
            return List.of();
        }
        Optional<String> absence = IntegerForm.absence(layer.layer(), layer.params());
        return absence.stream()
                .map(reason -> LayerFinding.of(Severity.REMARK, layer, "", "is left out: " + reason,
                        LayerFixes.BIAS_OF_32_BITS, LayerFixes.FLOAT32_REQUANTIZATION, LayerFixes.FLOAT32_WITH_BIAS,
                        LayerFixes.WEIGHTS_BY_ONNX, LayerFixes.activationByOnnx("input"),
                        LayerFixes.activationByOnnx("output"), LayerFixes.IN_BYTES))
                .toList();
    }
}
