package org.quantscope.ui;

/**
 * The ends of a map's colours.
 *
 * @param low value of the first colour
 * @param high value of the last colour
 */
record LessonScale(double low, double high) {
    /** The smallest and the largest of some values. */
    static LessonScale range(float[] values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return new LessonScale(low, high);
    }

    /** The largest magnitude. */
    double magnitude() {
        return Math.max(Math.abs(low), Math.abs(high));
    }

    boolean overlaps(LessonScale other) {
        return low <= other.high && other.low <= high;
    }

    LessonScale with(LessonScale other) {
        return new LessonScale(Math.min(low, other.low), Math.max(high, other.high));
    }

    /** Round ends around the values. */
    LessonScale rounded() {
        double extent = high - low;
        if (!(extent > 0) || Double.isInfinite(extent)) {
            double size = Math.abs(low);
            return size > 0 && Double.isFinite(size) ? new LessonScale(low - size / 10, low + size / 10)
                    : new LessonScale(-1, 1);
        }
        double step = Math.pow(10, Math.floor(Math.log10(extent)));
        step = extent / step < 2 ? step / 5 : extent / step < 5 ? step / 2 : step;
        return new LessonScale(Math.floor(low / step + 1e-6) * step, Math.ceil(high / step - 1e-6) * step);
    }

    /**
     * For a difference: centred at zero, unless all values lie close together away from it; then zero in the middle would
     * leave one colour for all.
     *
     * @param least magnitude of the last colour at least, so that mere rounding does not look like a difference
     */
    LessonScale centred(double least) {
        double largest = Math.max(least, magnitude());
        if (low * high > 0 && high - low < largest / 2) {
            return rounded();
        }
        double end = largest > 0 ? OutputPicture.roundedUp(largest) : 1;
        return new LessonScale(-end, end);
    }
}
