package org.quantscope.workspace;

import org.quantscope.analysis.ChannelPaths;
import org.quantscope.analysis.PathTotals;

/**
 * What the lesson computed.
 *
 * @param question what was asked
 * @param subject the layer with its parameters and input
 * @param affineHere whether its weights are the what-if of {@link LessonSubject#affineHere}, asked for or needed because
 *     the settings leave them float
 * @param shown the channel that is looked at
 * @param totals the largest figures of the channels computed so far
 */
public record LessonAnswer(
        LessonQuestion question, LessonCase subject, boolean affineHere, ChannelPaths shown, PathTotals totals) {}
