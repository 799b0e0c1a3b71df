package org.quantscope.ui.chart;

import org.quantscope.analysis.TickSteps;

/** How a count becomes a height. */
public enum CountScale {
    LINEAR {
        @Override
        double height(double count) {
            return count;
        }

        @Override
        double floor() {
            return 0;
        }

        @Override
        double top(double largest, int ticks) {
            double step = TickSteps.wholeStep(Math.max(1, largest), ticks);
            return TickSteps.ceil(Math.max(1, largest * 1.02), step);
        }
    },
    /** Heights are powers of ten; a count of 1 still stands above the floor. */
    LOG {
        @Override
        double height(double count) {
            return count <= 0 ? floor() : Math.max(floor(), Math.log10(count));
        }

        @Override
        double floor() {
            return -0.18;
        }

        @Override
        double top(double largest, int ticks) {
            return Math.max(1, Math.log10(Math.max(1, largest)) + 0.12);
        }
    };

    abstract double height(double count);

    /** The height of nothing. */
    abstract double floor();

    /** The upper end of an axis for counts up to {@code largest}, with about {@code ticks} labels. */
    abstract double top(double largest, int ticks);

    double step(double top, int ticks) {
        return this == LOG ? 1 : TickSteps.wholeStep(top, ticks);
    }
}
