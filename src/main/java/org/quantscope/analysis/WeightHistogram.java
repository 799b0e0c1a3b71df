package org.quantscope.analysis;

import java.util.List;

/**
 * The weights of a layer or of one channel before and after quantization, as counts. Positions are in the unit of the
 * axis: real values, or codes.
 *
 * @param axis what the positions are
 * @param binStart left edge of the first bin
 * @param binWidth width of a bin: a quarter of a step wherever one step serves all the weights shown
 * @param before weights in each bin
 * @param overflow those of {@code before} whose rounded code lies outside the type (36)
 * @param underflow those of {@code before} that are not zero but become zero
 * @param levels what the weights become
 * @param representable the lowest and highest level; null where the weights are float, or where channels disagree on it
 * @param zero position of real zero
 * @param ticks positions of the selected channel's weights
 * @param totals counts over everything shown
 * @param sharesParameters whether one set of parameters serves everything shown, so that a value has one code
 */
public record WeightHistogram(
        HistogramAxis axis,
        double binStart,
        double binWidth,
        int[] before,
        int[] overflow,
        int[] underflow,
        List<Level> levels,
        Span representable,
        double zero,
        double[] ticks,
        Totals totals,
        boolean sharesParameters) {

    /**
     * A level and how many weights it has.
     *
     * @param position where it stands on the axis
     * @param count weights on it
     * @param clipped those of {@code count} that were clipped into it
     */
    public record Level(double position, int count, int clipped) {}

    /** An interval on the axis, ends included. */
    public record Span(double low, double high) {}

    /**
     * Counts over everything shown.
     *
     * @param weights how many there are
     * @param clippedLow rounded code below the type
     * @param clippedHigh rounded code above the type
     * @param underflow not zero, but becomes zero
     * @param levelsUsed different codes in use
     * @param levelsAvailable different codes that the widest channel has
     * @param bits the widest channel's bits; 0 where the weights are float
     */
    public record Totals(
            int weights, int clippedLow, int clippedHigh, int underflow, int levelsUsed, int levelsAvailable, int bits) {
        public int clipped() {
            return clippedLow + clippedHigh;
        }
    }

    /** Right edge of the last bin. */
    public double binEnd() {
        return binStart + before.length * binWidth;
    }
}
