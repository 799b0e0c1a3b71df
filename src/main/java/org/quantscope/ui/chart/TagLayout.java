package org.quantscope.ui.chart;

/**
 * Where the tags of two handles and a zero line stand, left edges in pixels, so that none covers another. The zero line's
 * tag gives way: where there is no room between the others it is left out.
 *
 * @param low left edge of the low handle's tag
 * @param zero left edge of the zero line's tag
 * @param high left edge of the high handle's tag
 * @param zeroFits whether the zero line's tag has room
 */
record TagLayout(double low, double zero, double high, boolean zeroFits) {
    private static final double GAP = 4;

    /**
     * @param at the three centres wished for: low, zero, high; NaN for one that is not shown
     * @param widths the three widths
     * @param from left bound
     * @param to right bound
     */
    static TagLayout of(double[] at, double[] widths, double from, double to) {
        double low = inside(at[0] - widths[0] / 2, widths[0], from, to);
        double high = inside(at[2] - widths[2] / 2, widths[2], from, to);
        double overlap = low + widths[0] + GAP - high;
        if (overlap > 0) {
            low = inside(low - overlap / 2, widths[0], from, to);
            high = inside(low + widths[0] + GAP, widths[2], from, to);
            low = Math.min(low, high - GAP - widths[0]);
        }
        double zero = inside(at[1] - widths[1] / 2, widths[1], from, to);
        boolean clearOfLow = Double.isNaN(low) || zero >= low + widths[0] + GAP || zero + widths[1] + GAP <= low;
        boolean clearOfHigh = Double.isNaN(high) || zero + widths[1] + GAP <= high || zero >= high + widths[2] + GAP;
        return new TagLayout(low, zero, high, clearOfLow && clearOfHigh && !Double.isNaN(zero));
    }

    private static double inside(double left, double width, double from, double to) {
        return Math.max(from, Math.min(to - width, left));
    }
}
