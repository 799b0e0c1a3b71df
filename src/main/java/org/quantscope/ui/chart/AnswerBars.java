package org.quantscope.ui.chart;

import java.util.List;

/**
 * What two networks answer for some classes.
 *
 * @param classes what the classes are called
 * @param before the float network's figures
 * @param after the quantized network's; empty while they are not known
 * @param bestBefore place of the float network's answer; negative: not among these
 * @param bestAfter place of the quantized network's answer; negative: not among these, or not known
 * @param shares whether the figures are shares of 1; else they may have any size and sign
 */
public record AnswerBars(
        List<String> classes, double[] before, double[] after, int bestBefore, int bestAfter, boolean shares) {
    /** Nothing to show. */
    public static final AnswerBars NONE = new AnswerBars(List.of(), new double[0], new double[0], -1, -1, true);

    public AnswerBars {
        classes = List.copyOf(classes);
        if (before.length != classes.size() || after.length != 0 && after.length != classes.size()) {
            throw new IllegalArgumentException("Every class needs two figures; there are " + classes.size()
                    + " classes, and " + before.length + " and " + after.length + " figures.");
        }
    }

    boolean hasAfter() {
        return after.length > 0;
    }

    /** Whether the quantized network answers something else. */
    boolean changed() {
        return hasAfter() && bestBefore != bestAfter;
    }
}
