package org.quantscope.calibrate;

/**
 * What an observer saw of a tensor or of one channel.
 *
 * @param min smallest value
 * @param max largest value
 * @param count how many values were seen
 */
public record RangeStatistics(float min, float max, long count) {
    /** Both together, as if one observer had seen everything. */
    public RangeStatistics merge(RangeStatistics other) {
        if (count == 0 || other.count == 0) {
            return count == 0 ? other : this;
        }
        return new RangeStatistics(Math.min(min, other.min), Math.max(max, other.max), count + other.count);
    }
}
