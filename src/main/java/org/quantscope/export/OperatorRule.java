package org.quantscope.export;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.quantscope.export.LintFinding.Severity;
import org.quantscope.onnx.FormFinding;
import org.quantscope.onnx.FormRules;
import org.quantscope.onnx.ModelFormatException;

/** A network whose own operators cannot be raised to the version of ONNX that a quantized file needs. */
final class OperatorRule implements NetworkRule {
    @Override
    public List<LintFinding> check(LintTarget target, ExportSource source, List<LintLayer> layers) {
        boolean network = target == LintTarget.QDQ || target == LintTarget.QOPERATOR;
        return network && layers.stream().anyMatch(LintLayer::isQuantized)
                ? refusal(source).map(OperatorRule::finding).stream().toList()
                : List.of();
    }

    private static Optional<FormFinding> refusal(ExportSource source) {
        try {
            return FormRules.checkOperators(source.model(), source.params());
        } catch (ModelFormatException gone) {
            return Optional.empty(); // saving tells it, with what became of the file
        }
    }

    private static LintFinding finding(FormFinding found) {
        return new LintFinding(Severity.REFUSED, "", "", OptionalInt.empty(), found.reason(), Optional.empty());
    }
}
