package org.quantscope.workspace;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the settings shown as the chosen target has them. Immutable.
 *
 * @param choice the target
 * @param findings what it cannot say, that of the whole network first; of older settings while {@code checking}
 * @param checking whether findings of the settings shown are on their way
 * @param task what is being done for a person, such as {@code Saving net.qdq.onnx…}; empty: nothing
 * @param saved the file or folder that the settings shown were last saved in, in this format
 */
public record ExportState(
        ExportChoice choice, List<ExportFinding> findings, boolean checking, Optional<String> task, Optional<Path> saved) {
    public ExportState {
        findings = List.copyOf(findings);
    }

    public boolean isRefused() {
        return findings.stream().anyMatch(ExportFinding::refused);
    }
}
