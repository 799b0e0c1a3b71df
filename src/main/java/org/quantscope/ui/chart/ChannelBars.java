package org.quantscope.ui.chart;

/**
 * Channels as bars over a part of their axis. Where channels outnumber the pixels for them, neighbours share a bar that
 * is as high as the largest of them, so that the worst channel always shows.
 *
 * @param group channels to a bar
 * @param from the first channel of the first bar
 * @param values the largest value of each bar's channels
 * @param largest the channel that has it
 * @param width of a bar in channels, at most {@code group}
 */
record ChannelBars(int group, int from, double[] values, int[] largest, double width) {
    private static final double LEAST_PIXELS = 2;

    /**
     * @param errors one value for each channel; infinite and NaN count as 0
     * @param map channels on the screen, a channel being centred at its number
     */
    static ChannelBars of(double[] errors, AxisMap map) {
        int group = Math.max(1, (int) Math.ceil(LEAST_PIXELS * map.unitsPerPixel() - 1e-9));
        int first = Math.max(0, (int) Math.floor(map.lower() + 0.5)) / group * group;
        int last = Math.min(errors.length - 1, (int) Math.ceil(map.upper() - 0.5));
        int bars = Math.max(0, (last - first) / group + 1);
        double[] values = new double[bars];
        int[] largest = new int[bars];
        for (int bar = 0; bar < bars; bar++) {
            largest[bar] = first + bar * group;
            for (int c = first + bar * group; c < Math.min(errors.length, first + (bar + 1) * group); c++) {
                double value = Double.isFinite(errors[c]) ? errors[c] : 0;
                if (value > values[bar]) {
                    values[bar] = value;
                    largest[bar] = c;
                }
            }
        }
        double pixels = group / map.unitsPerPixel();
        double width = pixels >= 8 ? group * 0.68 : pixels >= 3 ? group - map.unitsPerPixel() : group;
        return new ChannelBars(group, first, values, largest, width);
    }

    /** The bar of a channel, or −1 if it is not among them. */
    int barOf(int channel) {
        int bar = Math.floorDiv(channel - from, group);
        return bar >= 0 && bar < values.length ? bar : -1;
    }

    /** Centre of a bar on the axis. */
    double centre(int bar) {
        return from + bar * group + (group - 1) / 2.0;
    }

    /** All bars but one, or that one alone; a negative {@code bar} is no bar. */
    Bars rectangles(AxisMap map, int bar, boolean alone) {
        return part(map, bar, alone, 0, Double.POSITIVE_INFINITY);
    }

    /** The part of these bars between two heights; bars that end below it have none. */
    Bars part(AxisMap map, int bar, boolean alone, double low, double high) {
        boolean has = bar >= 0 && bar < values.length;
        int count = alone ? has ? 1 : 0 : values.length - (has ? 1 : 0);
        double[] left = new double[count];
        double[] right = new double[count];
        double[] bottom = new double[count];
        double[] top = new double[count];
        int at = 0;
        for (int i = 0; i < values.length; i++) {
            if ((i == bar) == alone) {
                double widened = alone ? Math.max(width, 3 * map.unitsPerPixel()) : width;
                left[at] = map.snap(centre(i) - widened / 2);
                right[at] = Math.max(left[at] + map.unitsPerPixel(), map.snap(centre(i) + widened / 2));
                bottom[at] = Math.min(values[i], low);
                top[at] = Math.min(values[i], high);
                at++;
            }
        }
        return new Bars(left, right, bottom, top, false);
    }
}
