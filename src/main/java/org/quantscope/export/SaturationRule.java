package org.quantscope.export;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.quantscope.export.LintFinding.Severity;

/**
 * x86 processors without VNNI: ONNX Runtime adds pairs of products of an unsigned and a signed byte in 16 bits, which
 * saturate. A property of the machine, not of the settings, so there is no edit.
 */
final class SaturationRule implements NetworkRule {
    private static final Set<LintTarget> TARGETS =
            EnumSet.of(LintTarget.ORT_OVERRIDES, LintTarget.QDQ, LintTarget.QOPERATOR);

    @Override
    public List<LintFinding> check(LintTarget target, ExportSource source, List<LintLayer> layers) {
        if (!TARGETS.contains(target)) {
            return List.of();
        }
        long risky = layers.stream().filter(SaturationRule::isRisky).count();
        if (risky == 0) {
            return List.of();
        }
        return List.of(new LintFinding(Severity.REMARK, "", "weight", OptionalInt.empty(),
                (risky == 1 ? "1 layer has" : risky + " layers have")
                        + " full 8-bit signed weights and unsigned inputs: on x86 processors without VNNI, ONNX"
                        + " Runtime's sums may saturate; set its option session.x64quantprecision to 1 there, or use"
                        + " 7-bit weights.",
                Optional.empty()));
    }

    private static boolean isRisky(LintLayer layer) {
        return layer.params().input()
                        .filter(input -> !input.type().signed() && input.type().bits() == 8)
                        .isPresent()
                && layer.weightChannels().stream()
                        .anyMatch(channel -> channel.type().signed() && channel.type().bits() == 8);
    }
}
