package org.quantscope.calibrate;

import java.util.Optional;
import org.quantscope.quant.ClippingRange;

/**
 * What an observer saw of a tensor or of one channel.
 *
 * @param min smallest value
 * @param max largest value
 * @param count how many values were seen
 * @param moving averages over the batches, if they were kept
 * @param distribution how the values are distributed, if that was kept
 */
public record RangeStatistics(
        float min, float max, long count, Optional<MovingRange> moving, Optional<Distribution> distribution) {
    public RangeStatistics(float min, float max, long count) {
        this(min, max, count, Optional.empty(), Optional.empty());
    }

    /** Whether everything that a method needs was kept. */
    public boolean suffice(CalibrationMethod method) {
        return (!method.needs().contains(Statistic.AVERAGES) || moving.isPresent())
                && (!method.needs().contains(Statistic.DISTRIBUTION) || distribution.isPresent());
    }

    public RangeStatistics withMoving(MovingRange averages) {
        return new RangeStatistics(min, max, count, Optional.of(averages), distribution);
    }

    public RangeStatistics withDistribution(Distribution found) {
        return new RangeStatistics(min, max, count, moving, Optional.of(found));
    }

    MovingRange movingOrFail() {
        return moving.orElseThrow(() -> new IllegalArgumentException(
                "No averages of this tensor were kept; observe it on images, or choose 'min-max'."));
    }

    Distribution distributionOrFail() {
        return distribution.orElseThrow(() -> new IllegalArgumentException(
                "No histogram of this tensor was kept; calibrate on images, or choose 'min-max'."));
    }

    /**
     * An interval, but not beyond what was seen. Where nothing is left between its ends, which happens when they lie
     * beside all values, the one nearer to zero is both of them.
     */
    ClippingRange clipped(float low, float high) {
        float from = Math.max(low, min);
        float to = Math.min(high, max);
        if (from <= to) {
            return new ClippingRange(from, to);
        }
        float only = from > 0 ? to : from;
        return new ClippingRange(only, only);
    }

    /** Both together, as if one observer had seen everything at once; of the values only the range is kept. */
    public RangeStatistics merge(RangeStatistics other) {
        if (count == 0 || other.count == 0) {
            return count == 0 ? other : this;
        }
        return new RangeStatistics(Math.min(min, other.min), Math.max(max, other.max), count + other.count);
    }

    /** After another batch: the averages move towards it. */
    public RangeStatistics then(RangeStatistics batch) {
        RangeStatistics both = merge(batch);
        Optional<MovingRange> moved = moving.flatMap(before -> batch.moving.map(before::then));
        return new RangeStatistics(both.min, both.max, both.count, moved, Optional.empty());
    }
}
