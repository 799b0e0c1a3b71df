package org.quantscope.export;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.quantscope.export.LintFinding.Severity;
import org.quantscope.model.Model;

/** A network with nothing quantized, and one that is not in its file the way its parameters mean it. */
final class NetworkFileRule implements NetworkRule {
    private static final Set<LintTarget> BY_NAME =
            EnumSet.of(LintTarget.AIMET2, LintTarget.AIMET1, LintTarget.ORT_OVERRIDES);

    @Override
    public List<LintFinding> check(LintTarget target, ExportSource source, List<LintLayer> layers) {
        List<LintFinding> findings = new ArrayList<>();
        Model model = source.model();
        if (layers.stream().noneMatch(LintLayer::isQuantized)) {
            findings.add(finding(Severity.REFUSED, "No layer of " + Quoted.text(model.fileName())
                    + " is quantized, so there is nothing to write; quantize a layer first."));
        } else if (BY_NAME.contains(target) && model.folded()) {
            int folded = model.foldedLayers();
            findings.add(finding(Severity.REMARK, "BatchNormalization is folded into " + folded
                    + (folded == 1 ? " layer" : " layers") + ": these parameters belong to the folded network, not to "
                    + Quoted.text(model.fileName()) + " as it is stored; fold it in the same way before using them."));
        }
        return findings;
    }

    private static LintFinding finding(Severity severity, String reason) {
        return new LintFinding(severity, "", "", OptionalInt.empty(), reason, Optional.empty());
    }
}
