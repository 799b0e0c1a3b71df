package org.quantscope.conv.engine;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.quantscope.conv.ConvShape;
import org.quantscope.model.ConvGeometry;

/**
 * Bands of depthwise layers in plain Java: the channels of neighbouring pixels are lanes that the compiler turns into vector
 * instructions. A matrix product would have nothing to share. Integer sums travel in a {@link FloatCarrier}.
 */
final class DepthwiseBands implements BandKernels {
    private static final int MOST_LANES = 1024; // all arrays of a loop stay in the first-level cache
    /** The largest magnitude of a byte of input times one of weights. */
    private static final int LARGEST_PRODUCT = 255 * 128;

    private final ConvShape shape;
    private final int channels;
    private final int taps;
    private final int chunkPixels;
    private final FloatRows rows;
    private final FloatCarrier carrier;
    private final float[] values;
    private final float[] sums;
    private final int[] integers;
    private final float[][] integerWeights;
    private final float[][] realWeights;
    private PackedWeights present;

    DepthwiseBands(ConvShape shape) {
        this.shape = shape;
        this.channels = shape.outputChannels();
        this.taps = shape.taps();
        this.chunkPixels = Math.max(1, Math.min(shape.outputWidth(), MOST_LANES / channels));
        int lanes = chunkPixels * channels;
        this.rows = new FloatRows(shape);
        this.carrier = new FloatCarrier(lanes);
        this.values = new float[lanes];
        this.sums = new float[lanes];
        this.integers = new int[lanes];
        this.integerWeights = new float[taps][lanes];
        this.realWeights = new float[taps][lanes];
    }

    /** Whether every output channel reads one input channel of its own, and no sum can leave the carrier's reach. */
    static boolean serves(ConvShape shape) {
        return shape.channelsPerGroup() == 1
                && shape.outputChannels() == shape.geometry().group()
                && (long) shape.taps() * LARGEST_PRODUCT <= FloatCarrier.REACH;
    }

    @Override
    public void input(PackedInput input) {
        rows.input(input);
    }

    @Override
    public void weights(PackedWeights weights) {
        if (weights == present) {
            return;
        }
        for (int tap = 0; tap < taps; tap++) {
            for (int lane = 0; lane < chunkPixels * channels; lane++) {
                int at = lane % channels * taps + tap;
                integerWeights[tap][lane] = weights.codes()[at];
                realWeights[tap][lane] = weights.values()[at];
            }
        }
        present = weights;
    }

    @Override
    public void integerSums(Band band, IntBuffer target, int at) {
        rows.readIntegers(0);
        chunks(band, FloatCarrier.ORIGIN, integerWeights, (from, count) -> {
            carrier.integers(sums, integers, count);
            target.put(at + from, integers, 0, count);
        });
    }

    @Override
    public void floatSums(Band band, FloatBuffer target, int at) {
        rows.readReals();
        chunks(band, 0f, realWeights, (from, count) -> target.put(at + from, sums, 0, count));
    }

    /** Takes {@code count} finished sums that belong to the band's elements from {@code from} on. */
    private interface Sink {
        void take(int from, int count);
    }

    private void chunks(Band band, float start, float[][] weights, Sink sink) {
        float[] under = rows.under(band);
        for (int row = 0; row < band.rows(); row++) {
            for (int column = 0; column < shape.outputWidth(); column += chunkPixels) {
                int pixels = Math.min(chunkPixels, shape.outputWidth() - column);
                int count = pixels * channels;
                Arrays.fill(sums, 0, count, start);
                addTaps(under, row, column, pixels, weights);
                sink.take((row * shape.outputWidth() + column) * channels, count);
            }
        }
    }

    private void addTaps(float[] under, int row, int column, int pixels, float[][] weights) {
        ConvGeometry geometry = shape.geometry();
        int stride = geometry.strideWidth();
        int tap = 0;
        for (int ky = 0; ky < geometry.kernelHeight(); ky++) {
            int line = (row * geometry.strideHeight() + ky * geometry.dilationHeight()) * rows.rowLength();
            for (int kx = 0; kx < geometry.kernelWidth(); kx++, tap++) {
                int source = line + (column * stride + kx * geometry.dilationWidth()) * channels;
                if (stride == 1) {
                    System.arraycopy(under, source, values, 0, pixels * channels);
                } else {
                    for (int pixel = 0; pixel < pixels; pixel++) {
                        System.arraycopy(under, source + pixel * stride * channels, values, pixel * channels, channels);
                    }
                }
                addTap(values, weights[tap], sums, pixels * channels);
            }
        }
    }

    private static void addTap(float[] values, float[] weights, float[] sums, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] = Math.fma(values[i], weights[i], sums[i]);
        }
    }

    /** There is nothing outside the heap but the carrier's few kilobytes. */
    @Override
    public void close() {}
}
