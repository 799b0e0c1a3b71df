package org.quantscope.export;

import java.util.List;
import java.util.Optional;
import org.quantscope.export.LintFinding.Severity;
import org.quantscope.onnx.FormFinding;
import org.quantscope.onnx.FormRules;
import org.quantscope.onnx.QuantizedForm;

/** The rules of quantized ONNX files, which the package that writes them has. */
final class FormLint {
    private FormLint() {}

    static List<LintFinding> check(LintTarget target, ExportSource source) {
        QuantizedForm form = target == LintTarget.QDQ ? QuantizedForm.QDQ : QuantizedForm.QOPERATOR;
        return FormRules.check(source.model(), source.params(), form).stream().map(FormLint::finding).toList();
    }

    private static LintFinding finding(FormFinding found) {
        Severity severity =
                found.severity() == FormFinding.Severity.REFUSED ? Severity.REFUSED : Severity.REMARK;
        return new LintFinding(
                severity, found.layer(), found.tensor(), found.channel(), found.reason(), Optional.empty());
    }
}
