package org.quantscope.settings;

import java.util.List;

/**
 * How the pixels of an image become the network's input: {@code (pixel · scale − mean) / std}, per channel.
 *
 * @param scale factor of the raw pixel, 1/255 for bytes
 * @param mean one value for all channels, or one for each
 * @param std one value for all channels, or one for each; not zero
 * @param layout where the channels go
 */
public record Preprocessing(double scale, List<Double> mean, List<Double> std, Layout layout) {
    /** Pixels from 0 to 1, channels first. */
    public static final Preprocessing UNIT = new Preprocessing(1 / 255.0, List.of(0.0), List.of(1.0), Layout.NCHW);

    /** The order of the network input's dimensions. */
    public enum Layout {
        NCHW,
        NHWC
    }

    public Preprocessing {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.isEmpty() || std.isEmpty()) {
            throw new IllegalArgumentException("Normalisation needs at least one mean and one standard deviation.");
        }
        if (!Double.isFinite(scale) || scale == 0) {
            throw new IllegalArgumentException("The pixel scale must be a finite number other than zero.");
        }
        for (double value : mean) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("Every mean must be a finite number; " + value + " is not.");
            }
        }
        for (double value : std) {
            if (!Double.isFinite(value) || value == 0) {
                throw new IllegalArgumentException(
                        "Every standard deviation must be a finite number other than zero; " + value + " is not.");
            }
        }
    }
}
