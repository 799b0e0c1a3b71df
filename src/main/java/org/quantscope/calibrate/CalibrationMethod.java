package org.quantscope.calibrate;

import java.util.OptionalDouble;
import org.quantscope.quant.ClippingRange;

/** How observed statistics become the range that the codes cover. */
public enum CalibrationMethod {
    /** From the smallest to the largest value: nothing is clipped. */
    MIN_MAX("min-max", OptionalDouble.empty()) {
        @Override
        public ClippingRange range(RangeStatistics statistics) {
            return new ClippingRange(statistics.min(), statistics.max());
        }
    },
    /** (13): smallest and largest value averaged over the batches. */
    MOVING_AVERAGE("moving-average", OptionalDouble.empty()) {
        @Override
        public ClippingRange range(RangeStatistics statistics) {
            MovingRange moving = moving(statistics);
            return new ClippingRange(moving.min(), moving.max());
        }
    },
    /** (12) as micronet's programming interface has it: 99.99 % of the magnitudes. */
    MICRONET_PERCENTILE("micronet-percentile", OptionalDouble.of(0.9999)) {
        @Override
        public ClippingRange range(RangeStatistics statistics) {
            return upTo(moving(statistics).percentile9999());
        }
    },
    /** (12) as micronet's command line has it: 99.9999 % of the magnitudes. */
    MICRONET_PERCENTILE_COMMAND_LINE("micronet-percentile", OptionalDouble.of(0.999999)) {
        @Override
        public ClippingRange range(RangeStatistics statistics) {
            return upTo(moving(statistics).percentile999999());
        }
    };

    private final String keyword;
    private final OptionalDouble argument;

    CalibrationMethod(String keyword, OptionalDouble argument) {
        this.keyword = keyword;
        this.argument = argument;
    }

    /** @throws IllegalArgumentException with a sentence if too little was seen for this method */
    public abstract ClippingRange range(RangeStatistics statistics);

    /** Whether it needs {@link RangeStatistics#moving()}. */
    public boolean averages() {
        return this != MIN_MAX;
    }

    /** The word for it in the settings file. */
    public String keyword() {
        return keyword;
    }

    /** The number that goes with the word in the settings file. */
    public OptionalDouble argument() {
        return argument;
    }

    private static MovingRange moving(RangeStatistics statistics) {
        return statistics.moving().orElseThrow(() -> new IllegalArgumentException(
                "No averages of this tensor were kept; observe it on images, or choose 'min-max'."));
    }

    /** The lower end stays 0, as micronet leaves it. */
    private static ClippingRange upTo(float magnitude) {
        if (Float.isNaN(magnitude)) {
            throw new IllegalArgumentException("A percentile leaves out at least one value, and of a single value none "
                    + "would be left; choose 'min-max', or one range for the whole layer.");
        }
        return new ClippingRange(0, magnitude);
    }
}
