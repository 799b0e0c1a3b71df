package org.quantscope.ui.chart;

/**
 * A horizontal axis on the screen: values from {@code lower} to {@code upper} over the pixels from {@code from} to
 * {@code to}.
 */
record AxisMap(double lower, double upper, double from, double to) {
    AxisMap {
        if (!(upper > lower) || !(to > from)) {
            throw new IllegalArgumentException("An axis needs an extent; " + lower + " to " + upper + " over the pixels "
                    + from + " to " + to + " has none.");
        }
    }

    double toPixel(double value) {
        return from + (value - lower) / unitsPerPixel();
    }

    double toValue(double pixel) {
        return lower + (pixel - from) * unitsPerPixel();
    }

    double unitsPerPixel() {
        return (upper - lower) / (to - from);
    }

    /** The value at the nearest whole pixel, so that thin bars are equally wide. */
    double snap(double value) {
        return toValue(Math.rint(toPixel(value)));
    }

    boolean shows(double value) {
        return value >= lower && value <= upper;
    }

    /** Zoomed around a pixel that keeps its value; a factor below 1 shows less. */
    AxisMap zoomed(double pixel, double factor) {
        double fixed = toValue(pixel);
        return new AxisMap(fixed - (fixed - lower) * factor, fixed + (upper - fixed) * factor, from, to);
    }

    AxisMap panned(double pixels) {
        double shift = pixels * unitsPerPixel();
        return new AxisMap(lower - shift, upper - shift, from, to);
    }
}
