package org.quantscope.onnx;

import java.util.Optional;
import org.quantscope.model.Model;
import org.quantscope.onnx.FormFinding.Severity;

/** Whether a network's own operators can be raised to a newer version. */
final class OpsetRules {
    private OpsetRules() {}

    /** What keeps them from it, for the network as a whole; the file is read only if it is older. */
    static Optional<FormFinding> refusal(Model model, long opset) {
        if (model.opset() >= opset) {
            return Optional.empty();
        }
        try {
            OnnxFile file = OnnxFile.read(model.file());
            if (!file.sha256().equals(model.sha256())) {
                throw new DefectException("it changed since it was read; open it again");
            }
            OpsetRaise.raise(file.proto(), new ExternalData(file.path()), model.opset(), opset);
            return Optional.empty();
        } catch (IllegalArgumentException impossible) {
            return Optional.of(FormFinding.of(Severity.REFUSED, "", "", impossible.getMessage()));
        } catch (DefectException e) {
            throw ModelFormatException.about(model.file(), e.getMessage(), e);
        }
    }
}
