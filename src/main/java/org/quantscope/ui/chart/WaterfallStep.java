package org.quantscope.ui.chart;

/**
 * One bar of a {@link WaterfallChart}.
 *
 * @param value what it adds
 * @param text the value as it is written at the bar
 * @param kind how it is drawn
 * @param on whether it is added; one that is not is drawn hollow
 */
public record WaterfallStep(double value, String text, Kind kind, boolean on) {
    /** What a bar means. */
    public enum Kind {
        /** What the sum begins with. */
        START,
        /** A correction. */
        CORRECTION,
        /** What makes the sum wrong. */
        FAULT
    }
}
