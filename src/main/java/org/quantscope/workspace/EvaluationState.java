package org.quantscope.workspace;

import java.util.List;
import java.util.Optional;
import org.quantscope.analysis.Evaluation;

/**
 * What is known of the present settings on the data set. Immutable.
 *
 * @param progress how far it is, in images
 * @param evaluation of the images done so far; empty before the first
 * @param classes what the answers are called, by index; empty where nobody knows
 */
public record EvaluationState(StudyProgress progress, Optional<Evaluation> evaluation, List<String> classes) {
    public EvaluationState {
        classes = List.copyOf(classes);
    }
}
