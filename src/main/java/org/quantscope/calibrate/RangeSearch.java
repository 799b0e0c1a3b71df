package org.quantscope.calibrate;

import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.QuantParams;

/**
 * The range of least error between nothing and all that was seen. Both ends shrink together in hundredths, then around
 * the best place in thousandths; then, where the scheme is affine, each end by itself. The whole range comes first and a
 * smaller one has to be better, so the result is never worse than min-max with zero inside.
 */
final class RangeSearch {
    private static final int COARSE = 100;
    private static final int FINE = 1000;
    private static final int ROUNDS = 2;

    /** @param part how much of the whole range a candidate is, for those that shrink both ends together */
    private record Found(ClippingRange range, double part, double error) {}

    private final ClippingRange whole;
    private final RangeTarget target;
    private final ToDoubleFunction<QuantParams> error;

    private RangeSearch(ClippingRange whole, RangeTarget target, ToDoubleFunction<QuantParams> error) {
        this.whole = whole;
        this.target = target;
        this.error = error;
    }

    /** @param error what parameters cost; only compared with each other */
    static ClippingRange least(float min, float max, RangeTarget target, ToDoubleFunction<QuantParams> error) {
        ClippingRange whole = new ClippingRange(Math.min(min, 0f), Math.max(max, 0f));
        return new RangeSearch(whole, target, error).search();
    }

    private ClippingRange search() {
        Found coarse = best(candidate(whole, 1), 1, COARSE - 1, COARSE, this::shrunk);
        int around = (int) Math.rint(coarse.part() * FINE);
        int spread = FINE / COARSE - 1;
        Found found = best(
                coarse, Math.max(1, around - spread), Math.min(FINE - 1, around + spread), FINE, this::shrunk);
        boolean twoEnds = !target.isSymmetric() && whole.min() < 0 && whole.max() > 0;
        for (int round = 0; round < ROUNDS && twoEnds; round++) {
            float high = found.range().max();
            found = best(found, 0, COARSE, COARSE, part -> new ClippingRange((float) (whole.min() * part), high));
            float low = found.range().min();
            found = best(found, 0, COARSE, COARSE, part -> new ClippingRange(low, (float) (whole.max() * part)));
        }
        return found.range();
    }

    /** The better one of what was found before and the candidates, the largest of equal ones. */
    private Found best(Found before, int first, int last, int of, DoubleFunction<ClippingRange> range) {
        Found best = before;
        for (int at = last; at >= first; at--) {
            double part = (double) at / of;
            Found tried = candidate(range.apply(part), part);
            best = tried.error() < best.error() ? tried : best;
        }
        return best;
    }

    private Found candidate(ClippingRange range, double part) {
        return new Found(range, part, error.applyAsDouble(target.params(range)));
    }

    private ClippingRange shrunk(double part) {
        return new ClippingRange((float) (whole.min() * part), (float) (whole.max() * part));
    }
}
