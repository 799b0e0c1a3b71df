package org.quantscope.workspace;

import java.util.List;
import org.quantscope.analysis.SensitivityEntry;

/**
 * What is known of every layer's effect with the present settings. Immutable.
 *
 * @param progress how far it is, in answers of quantized networks
 * @param entries what is known so far, each group worst first: {@code only} before {@code all-but}, and in each both,
 *     weights, activations
 * @param task which network answers at present, for a person; empty where it does not run
 */
public record SensitivityState(StudyProgress progress, List<SensitivityEntry> entries, String task) {
    public SensitivityState {
        entries = List.copyOf(entries);
    }
}
