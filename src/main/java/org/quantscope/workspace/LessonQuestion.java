package org.quantscope.workspace;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.quantscope.analysis.PaddingRule;
import org.quantscope.analysis.PathTerm;

/**
 * What the lesson is to compute.
 *
 * @param subject seed question or layer
 * @param channel the output channel to look at; negative: one that shows much
 * @param padding what stands in the padding of the corrected path
 * @param terms what the corrected path adds up
 */
public record LessonQuestion(LessonSubject subject, int channel, PaddingRule padding, Set<PathTerm> terms) {
    public LessonQuestion {
        EnumSet<PathTerm> ordered = EnumSet.noneOf(PathTerm.class);
        ordered.addAll(terms);
        terms = Collections.unmodifiableSet(ordered);
    }
}
