package org.quantscope.calibrate;

import java.util.ArrayList;
import java.util.List;
import org.quantscope.tensor.FloatTensor;

/** Watches values go by and keeps their smallest and largest. */
public final class Observer {
    private float min = Float.POSITIVE_INFINITY;
    private float max = Float.NEGATIVE_INFINITY;
    private long count;

    /**
     * Takes values into account.
     *
     * @throws IllegalArgumentException if one of them is NaN or infinite
     */
    public void observe(float[] values, int from, int length) {
        float low = min;
        float high = max;
        for (int i = from; i < from + length; i++) {
            float value = values[i];
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("A value is " + value + "; only finite values have a range.");
            }
            // Comparisons rather than Math.min and Math.max, which are several times slower for floats.
            low = value < low ? value : low;
            high = value > high ? value : high;
        }
        min = low;
        max = high;
        count += length;
    }

    public void observe(FloatTensor values) {
        observe(values.data(), 0, values.size());
    }

    /** What was seen so far; an empty range at zero if nothing was. */
    public RangeStatistics statistics() {
        return count == 0 ? new RangeStatistics(0, 0, 0) : new RangeStatistics(min, max, count);
    }

    /** The statistics of a whole tensor. */
    public static RangeStatistics statistics(FloatTensor values) {
        Observer observer = new Observer();
        observer.observe(values);
        return observer.statistics();
    }

    /** The statistics of one batch, with what averages over batches are made of. */
    public static RangeStatistics batch(float[] values, int from, int length) {
        Observer observer = new Observer();
        observer.observe(values, from, length);
        RangeStatistics seen = observer.statistics();
        MovingRange moving = new MovingRange(
                seen.min(),
                seen.max(),
                PercentileObserver.magnitude(values, from, length, 0.9999),
                PercentileObserver.magnitude(values, from, length, 0.999999));
        return seen.withMoving(moving);
    }

    /** The statistics of every channel along axis 0. */
    public static List<RangeStatistics> perChannel(FloatTensor weight) {
        int channels = weight.shape().extent(0);
        int length = channels == 0 ? 0 : weight.size() / channels;
        List<RangeStatistics> statistics = new ArrayList<>(channels);
        for (int channel = 0; channel < channels; channel++) {
            Observer observer = new Observer();
            observer.observe(weight.data(), channel * length, length);
            statistics.add(observer.statistics());
        }
        return List.copyOf(statistics);
    }
}
