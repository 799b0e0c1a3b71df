package org.quantscope.calibrate;

import java.util.Optional;

/**
 * What an observer saw of a tensor or of one channel.
 *
 * @param min smallest value
 * @param max largest value
 * @param count how many values were seen
 * @param moving averages over the batches, if they were kept
 */
public record RangeStatistics(float min, float max, long count, Optional<MovingRange> moving) {
    public RangeStatistics(float min, float max, long count) {
        this(min, max, count, Optional.empty());
    }

    /** Both together, as if one observer had seen everything at once; averages are not kept. */
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
        return new RangeStatistics(both.min, both.max, both.count, moved);
    }
}
