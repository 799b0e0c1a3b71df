package org.quantscope.calibrate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.quantscope.quant.ClippingRange;

/** Searches once for what is asked after every edit. Safe for several threads. */
final class RememberedAnswers implements Distribution {
    /** More questions than these are those of a finger that drags a number. */
    private static final int MOST = 64;

    private record Percentile(double percent) {}

    private record Entropy(int bins) {}

    private final Distribution asked;
    private final Map<Object, ClippingRange> answers = new ConcurrentHashMap<>();

    RememberedAnswers(Distribution asked) {
        this.asked = asked;
    }

    @Override
    public ClippingRange percentile(double percent) {
        return answer(new Percentile(percent), () -> asked.percentile(percent));
    }

    @Override
    public ClippingRange entropy(int bins) {
        return answer(new Entropy(bins), () -> asked.entropy(bins));
    }

    @Override
    public ClippingRange leastSquares(RangeTarget target) {
        return answer(target, () -> asked.leastSquares(target));
    }

    @Override
    public long zeros() {
        return asked.zeros();
    }

    @Override
    public Histogram histogram() {
        return asked.histogram();
    }

    private ClippingRange answer(Object question, Supplier<ClippingRange> search) {
        if (answers.size() >= MOST) {
            answers.clear();
        }
        return answers.computeIfAbsent(question, ignored -> search.get());
    }
}
