package org.quantscope.calibrate;

import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.Set;
import org.quantscope.quant.ClippingRange;

/** The kinds of {@link CalibrationMethod}, each with the word that the settings file and the command line have for it. */
public enum RangeRule {
    /** From the smallest to the largest value: nothing is clipped. */
    MIN_MAX("min-max", Statistic.RANGE) {
        @Override
        ClippingRange range(RangeStatistics seen, OptionalDouble argument, RangeTarget target) {
            return new ClippingRange(seen.min(), seen.max());
        }
    },
    /** (13): smallest and largest value averaged over the batches. */
    MOVING_AVERAGE("moving-average", Statistic.AVERAGES) {
        @Override
        ClippingRange range(RangeStatistics seen, OptionalDouble argument, RangeTarget target) {
            MovingRange moving = seen.movingOrFail();
            return new ClippingRange(moving.min(), moving.max());
        }
    },
    /** So many percent of the values, as ONNX Runtime's percentile calibrator counts them. */
    PERCENTILE("percentile", Statistic.DISTRIBUTION) {
        @Override
        String argumentFault(OptionalDouble argument) {
            double percent = argument.orElse(Double.NaN);
            return percent > 0 && percent <= 100
                    ? null
                    : "'percentile' needs a number of percent greater than 0 and at most 100, such as 99.99"
                            + (argument.isPresent() ? "; " + percent + " is none." : ".");
        }

        @Override
        ClippingRange range(RangeStatistics seen, OptionalDouble argument, RangeTarget target) {
            return seen.distributionOrFail().percentile(argument.getAsDouble());
        }
    },
    /** Smallest Kullback-Leibler divergence, as ONNX Runtime's entropy calibrator finds it. */
    ENTROPY("entropy", Statistic.DISTRIBUTION) {
        @Override
        String argumentFault(OptionalDouble argument) {
            double bins = argument.orElse(CalibrationMethod.ENTROPY_BINS);
            boolean divides = bins == Math.rint(bins)
                    && bins >= CalibrationMethod.ENTROPY_BINS
                    && Histogram.BINS % bins == 0;
            return divides
                    ? null
                    : "'entropy' may go with the number of its bins, 128, 256, 512, 1024 or 2048; " + bins
                            + " is none of them.";
        }

        @Override
        ClippingRange range(RangeStatistics seen, OptionalDouble argument, RangeTarget target) {
            int bins = (int) argument.orElse(CalibrationMethod.ENTROPY_BINS);
            return seen.distributionOrFail().entropy(bins);
        }
    },
    /** Smallest mean squared error of the quantized values. */
    MSE("mse", Statistic.DISTRIBUTION) {
        @Override
        ClippingRange range(RangeStatistics seen, OptionalDouble argument, RangeTarget target) {
            return seen.distributionOrFail().leastSquares(target);
        }
    },
    /** (12): so many of the magnitudes, averaged over the batches; the lower end stays 0, as micronet leaves it. */
    MICRONET_PERCENTILE("micronet-percentile", Statistic.AVERAGES) {
        @Override
        String argumentFault(OptionalDouble argument) {
            double part = argument.orElse(Double.NaN);
            return part == CalibrationMethod.MICRONET_PART || part == CalibrationMethod.MICRONET_COMMAND_LINE_PART
                    ? null
                    : "'micronet-percentile' goes with 0.9999 or 0.999999"
                            + (argument.isPresent() ? "; " + part + " is neither." : ".");
        }

        @Override
        ClippingRange range(RangeStatistics seen, OptionalDouble argument, RangeTarget target) {
            MovingRange moving = seen.movingOrFail();
            float magnitude = argument.getAsDouble() == CalibrationMethod.MICRONET_PART
                    ? moving.percentile9999()
                    : moving.percentile999999();
            if (Float.isNaN(magnitude)) {
                throw new IllegalArgumentException("A percentile leaves out at least one value, and of a single value"
                        + " none would be left; choose 'min-max', or one range for the whole layer.");
            }
            return new ClippingRange(0, magnitude);
        }
    };

    private final String keyword;
    private final Set<Statistic> needs;

    RangeRule(String keyword, Statistic needed) {
        this.keyword = keyword;
        this.needs = Set.copyOf(EnumSet.of(Statistic.RANGE, needed));
    }

    /** The word for it in the settings file and on the command line. */
    public String keyword() {
        return keyword;
    }

    Set<Statistic> needs() {
        return needs;
    }

    /** Whether it may go with a number. */
    public boolean takesArgument() {
        return this == PERCENTILE || this == ENTROPY || this == MICRONET_PERCENTILE;
    }

    /** Why a number, or none, does not go with the word, as a sentence; null if it does. */
    String argumentFault(OptionalDouble argument) {
        return argument.isEmpty() ? null : "'" + keyword + "' stands alone; it goes with no number.";
    }

    abstract ClippingRange range(RangeStatistics seen, OptionalDouble argument, RangeTarget target);
}
