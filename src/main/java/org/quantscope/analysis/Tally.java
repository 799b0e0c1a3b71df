package org.quantscope.analysis;

import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * Many differences counted.
 *
 * @param compared how many
 * @param differing how many of them count as different
 * @param largest the largest magnitude; NaN counts as infinite
 * @param first index of the first that is different, −1 if none is
 */
record Tally(int compared, long differing, double largest, int first) {
    /** Counts differences that are different where they round to another integer than 0. */
    static Tally ofGaps(int count, IntToDoubleFunction gap) {
        return of(count, gap, at -> !(Math.abs(gap.applyAsDouble(at)) <= 0.5));
    }

    static Tally of(int count, IntToDoubleFunction gap, IntPredicate differs) {
        long differing = 0;
        double largest = 0;
        int first = -1;
        for (int at = 0; at < count; at++) {
            double size = Math.abs(gap.applyAsDouble(at));
            largest = Math.max(largest, Double.isNaN(size) ? Double.POSITIVE_INFINITY : size);
            if (differs.test(at)) {
                differing++;
                first = first < 0 ? at : first;
            }
        }
        return new Tally(count, differing, largest, first);
    }

    StageAgreement at(Stage stage, String unit, String remark) {
        return new StageAgreement(stage, compared, differing, largest, unit, remark);
    }
}
