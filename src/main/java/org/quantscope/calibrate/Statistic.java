package org.quantscope.calibrate;

/** What can be kept of values that go by. A method needs some of it. */
public enum Statistic {
    /** The smallest and the largest value. */
    RANGE,
    /** Averages over batches, {@link MovingRange}. */
    AVERAGES,
    /** How the values are distributed, {@link Distribution}; of images it takes a second look at each. */
    DISTRIBUTION
}
