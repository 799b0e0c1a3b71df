package org.quantscope.ui.chart;

import org.quantscope.analysis.ErrorHistogram;

/**
 * An error histogram as rectangles in axis units.
 *
 * @param bars one for each bin that holds something
 * @param colors ARGB of each bar: by sign and magnitude, the middle bin in a colour of its own
 * @param marks the selected channel's counts as level dashes
 */
record ErrorBars(Bars bars, int[] colors, Bars marks) {
    /** The weakest colour that a bar has: nearer to the middle of the colour map it would vanish in the pane. */
    private static final double WEAKEST = 0.3;

    /**
     * @param limit magnitude of the strongest colour
     * @param middle ARGB of the bin around zero
     * @param dashHeight of a dash, in the unit of the vertical axis
     */
    static ErrorBars of(
            ErrorHistogram histogram, AxisMap map, CountScale scale, ColorRamp ramp, double limit, int middle,
            double dashHeight) {
        int[] counts = histogram.counts();
        int[] own = histogram.channelCounts();
        int bars = nonZero(counts);
        int dashes = nonZero(own);
        double[][] bar = new double[4][bars];
        double[][] dash = new double[4][dashes];
        int[] colors = new int[bars];
        int barAt = 0;
        int dashAt = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            double centre = histogram.centre(bin);
            double left = map.snap(centre - histogram.binWidth() / 2);
            double next = map.snap(centre + histogram.binWidth() / 2);
            double right = next - left > 3.5 * map.unitsPerPixel() ? next - map.unitsPerPixel() : next;
            if (counts[bin] > 0) {
                put(bar, barAt, left, right, scale.floor(), scale.height(counts[bin]));
                colors[barAt++] = centre == 0 ? middle : ramp.argb(place(centre, limit));
            }
            if (own[bin] > 0) {
                double height = scale.height(own[bin]);
                put(dash, dashAt++, left, right, height - dashHeight / 2, height + dashHeight / 2);
            }
        }
        return new ErrorBars(new Bars(bar[0], bar[1], bar[2], bar[3], true), colors,
                new Bars(dash[0], dash[1], dash[2], dash[3], false));
    }

    /** Where a difference stands on the colour map, from 0 to 1. */
    static double place(double difference, double limit) {
        double strength = limit > 0 ? Math.min(1, Math.abs(difference) / limit) : 0;
        return 0.5 + Math.signum(difference) * (WEAKEST + (1 - WEAKEST) * strength) / 2;
    }

    private static int nonZero(int[] counts) {
        int found = 0;
        for (int count : counts) {
            found += count > 0 ? 1 : 0;
        }
        return found;
    }

    private static void put(double[][] box, int at, double left, double right, double bottom, double top) {
        box[0][at] = left;
        box[1][at] = right;
        box[2][at] = bottom;
        box[3][at] = top;
    }
}
