package org.quantscope.export;

import java.util.ArrayList;
import java.util.List;
import org.quantscope.export.LintFinding.Severity;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.RequantizationProfile;

/** What Quantscope simulates of a target's arithmetic, and no file of that target says. */
final class SimulationRule implements LayerRule {
    @Override
    public List<LayerFinding> check(LintTarget target, LintLayer layer) {
        List<LayerFinding> findings = new ArrayList<>();
        if (target == LintTarget.QDQ || target == LintTarget.QOPERATOR || target == LintTarget.FIRMWARE) {
            return findings;
        }
        RequantizationProfile profile = layer.params().requantization();
        if (target != LintTarget.POWER_OF_TWO && layer.params().output().isPresent() && profile != RequantizationProfile.FLOAT32) {
            findings.add(LayerFinding.of(Severity.REMARK, layer, "output",
                    "requantizes by '" + profile.keyword() + "', a simulation that " + target.title()
                            + " does not store: " + targetsOwn(target),
                    LayerFixes.FLOAT32_REQUANTIZATION, LayerFixes.FLOAT32_WITH_BIAS));
        }
        Accumulator accumulator = layer.params().accumulator();
        if (!accumulator.equals(Accumulator.EXACT)) {
            findings.add(LayerFinding.of(Severity.REMARK, layer, "",
                    "has an accumulator of " + accumulator.bits() + " bits, a simulation that " + target.title()
                            + " does not store",
                    LayerFixes.EXACT_ACCUMULATOR));
        }
        return findings;
    }

    private static String targetsOwn(LintTarget target) {
        return target == LintTarget.TFLITE
                ? "its default kernels do it by 'float32', its reference kernels by 'gemmlowp'"
                : "the runtime does it in its own way";
    }
}
