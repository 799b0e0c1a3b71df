package org.quantscope.calibrate;

import org.quantscope.quant.ClippingRange;

/** How observed statistics become the range that the codes cover. */
public enum CalibrationMethod {
    /** From the smallest to the largest value: nothing is clipped. */
    MIN_MAX("min-max") {
        @Override
        public ClippingRange range(RangeStatistics statistics) {
            return new ClippingRange(statistics.min(), statistics.max());
        }
    };

    private final String keyword;

    CalibrationMethod(String keyword) {
        this.keyword = keyword;
    }

    public abstract ClippingRange range(RangeStatistics statistics);

    /** The word for it in the settings file. */
    public String keyword() {
        return keyword;
    }
}
