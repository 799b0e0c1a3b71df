package org.quantscope.ui.chart;

/**
 * Which values the first and the last colour of a map stand for.
 *
 * @param low the value of the first colour
 * @param high the value of the last
 * @param ofDifference whether the colours are those of differences
 */
public record MapScale(double low, double high, boolean ofDifference) {
    static final MapScale UNIT = outputs(0, 1);

    public static MapScale outputs(double low, double high) {
        return new MapScale(low, high, false);
    }

    /** A difference, centred at zero. */
    public static MapScale difference(double extent) {
        return difference(-extent, extent);
    }

    /** A difference whose colours need not be centred at zero. */
    public static MapScale difference(double low, double high) {
        return new MapScale(low, high, true);
    }

    /** The value of the first colour painted. Where nothing differs, zero still has the colour in the middle. */
    double first() {
        return isFlatDifference() ? low - 1 : low;
    }

    /** The value of the last colour painted. */
    double last() {
        return isFlatDifference() ? high + 1 : high;
    }

    private boolean isFlatDifference() {
        return ofDifference && low == high;
    }

    ColorRamp ramp(Palette palette) {
        return ofDifference ? palette.differenceMap() : palette.outputMap();
    }
}
