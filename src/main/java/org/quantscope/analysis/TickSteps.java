package org.quantscope.analysis;

/** Round steps for an axis: 1, 2 or 5 times a power of ten. */
public final class TickSteps {
    private TickSteps() {}

    /** The smallest round step that puts at most {@code most} steps into an extent. */
    public static double step(double extent, int most) {
        if (!(extent > 0) || Double.isInfinite(extent)) {
            return 1;
        }
        double least = extent / Math.max(1, most);
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (int factor : new int[] {1, 2, 5}) {
            if (factor * power >= least * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** The same for whole numbers: never below 1. */
    public static double wholeStep(double extent, int most) {
        return Math.max(1, step(extent, most));
    }

    /** The first multiple of {@code step} that is not below {@code value}. */
    public static double ceil(double value, double step) {
        return Math.ceil(value / step - 1e-9) * step;
    }
}
