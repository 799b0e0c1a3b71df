package org.quantscope.export;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quantscope.quant.ParameterRules;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;

/** Which of the edits that may help does: an edit is tried before it is offered, so that no button does nothing. */
final class FixChoice {
    private final LintTarget target;
    private final LintLayer layer;
    private final LayerRule rule;
    private final ParameterDerivation derivation;

    /** @param derivation what is tried is forgotten by the time the next parameters are derived, so it gets its own */
    FixChoice(LintTarget target, LintLayer layer, LayerRule rule, ParameterDerivation derivation) {
        this.target = target;
        this.layer = layer;
        this.rule = rule;
        this.derivation = new ParameterDerivation(Map.of(layer.name(), derivation.statistics(layer.name())));
    }

    LintFinding choose(LayerFinding found, List<LayerFinding> all) {
        Optional<LayerFix> fix = found.candidates().stream().filter(edit -> helps(edit, found, all)).findFirst();
        return found.with(layer.name(), fix);
    }

    /** Whether the finding is gone after the edit, no refusal is new, and the layer can still be computed. */
    private boolean helps(LayerFix edit, LayerFinding found, List<LayerFinding> all) {
        LayerSettings changed = edit.change().apply(layer.choices());
        if (changed.equals(layer.choices())) {
            return false;
        }
        try {
            LintLayer after = LintLayer.of(layer.layer(), changed, derivation);
            if (ParameterRules.fault(after.params()).isPresent()) {
                return false;
            }
            List<LayerFinding> left = rule.check(target, after);
            return left.stream().noneMatch(other -> isSame(other, found)) && refusals(left) <= refusals(all);
        } catch (IllegalArgumentException unusable) {
            return false; // a scale or a zero point that no layer can have
        }
    }

    private static long refusals(List<LayerFinding> findings) {
        return findings.stream()
                .filter(each -> each.severity() == LintFinding.Severity.REFUSED)
                .count();
    }

    /** The same complaint, whatever channel or number it names. */
    private static boolean isSame(LayerFinding a, LayerFinding b) {
        return a.tensor().equals(b.tensor()) && withoutNumbers(a.reason()).equals(withoutNumbers(b.reason()));
    }

    private static String withoutNumbers(String reason) {
        return reason.replaceAll("-?[0-9][0-9.E-]*", "#");
    }
}
