package org.quantscope.analysis;

import java.util.Arrays;
import java.util.Optional;

/**
 * One output channel of one image on the three paths of the lesson, before any clamp and output quantizer. Planes are
 * (rows, columns), last fastest.
 *
 * @param channel output channel
 * @param rows of a plane
 * @param columns of a plane
 * @param fake the fake-quant path in float32: dequantize the weights, convolve, add the bias
 * @param naive {@code D(Σ qw·x)} with the weights' dequantizer applied once, plus the bias: the path of the question
 * @param sums what naive and corrected outputs are made of
 * @param weightCodes the channel's weights as codes
 * @param weightValues what these codes stand for
 * @param biasCode the bias in integer steps; empty if it stays float
 */
public record ChannelPaths(
        int channel,
        int rows,
        int columns,
        float[] fake,
        double[] naive,
        PathSums sums,
        int[] weightCodes,
        float[] weightValues,
        Optional<Integer> biasCode) {

    /** Fake-quant minus naive. */
    public double difference(int pixel) {
        return fake[pixel] - naive[pixel];
    }

    /** How far {@link #difference} is from the closed form (38) or (39). */
    public double gapToForm(int pixel) {
        return Math.abs(difference(pixel) - sums.predicted(pixel));
    }

    /** Where {@link #difference} is largest; the first place where there are several. */
    public int widestPixel() {
        int widest = 0;
        for (int pixel = 1; pixel < fake.length; pixel++) {
            if (Math.abs(difference(pixel)) > Math.abs(difference(widest))) {
                widest = pixel;
            }
        }
        return widest;
    }

    /** How many different codes the channel's weights use. */
    public int levelsUsed() {
        return (int) Arrays.stream(weightCodes).distinct().count();
    }
}
