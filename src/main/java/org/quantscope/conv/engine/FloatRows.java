package org.quantscope.conv.engine;

import org.quantscope.conv.ConvShape;
import org.quantscope.model.ConvGeometry;

/**
 * The padded input rows under a band of output rows as floats, NHWC, and the values under the taps of each output pixel side
 * by side.
 */
final class FloatRows {
    private final ConvShape shape;
    private final int channels;
    private final int paddedWidth;
    private final int outputWidth;
    private final float[] table = new float[256];
    private PackedInput input;
    private byte[] bytes = new byte[0];
    private float[] rows = new float[0];

    FloatRows(ConvShape shape) {
        this.shape = shape;
        this.channels = shape.input().extent(1);
        this.paddedWidth = shape.inputWidth() + shape.geometry().padLeft() + shape.geometry().padRight();
        this.outputWidth = shape.outputWidth();
    }

    void input(PackedInput packed) {
        this.input = packed;
    }

    PackedInput input() {
        return input;
    }

    /** Reads codes as {@code x' − origin}, exact. */
    void readIntegers(int origin) {
        for (int code = 0; code < table.length; code++) {
            table[code] = code - origin;
        }
    }

    /** Reads codes as {@code x̂ = scale · (x' − zeroPoint)}, rounded once. */
    void readReals() {
        for (int code = 0; code < table.length; code++) {
            table[code] = input.scale() * (code - input.zeroPoint());
        }
    }

    /** Elements of one padded row. */
    int rowLength() {
        return paddedWidth * channels;
    }

    /** The padded rows under a band; row 0 is the first that the band sees. */
    float[] under(Band band) {
        int count = input.rowsUnder(band) * rowLength();
        rows = rows.length < count ? new float[count] : rows;
        read(input.start(band), count, rows);
        return rows;
    }

    /** Whether a pixel's taps are its own channels, so that the patches are the input itself. */
    boolean isPointwise() {
        ConvGeometry geometry = shape.geometry();
        return geometry.kernelHeight() == 1 && geometry.kernelWidth() == 1 && geometry.strideHeight() == 1
                && geometry.strideWidth() == 1 && !geometry.isPadded() && geometry.group() == 1;
    }

    /** The patches (to − from, taps) of output pixels of a band, if {@link #isPointwise}. */
    void pointwise(Band band, int from, int to, float[] patches) {
        read(input.start(band) + from * channels, (to - from) * channels, patches);
    }

    /**
     * The patches (to − from, taps) of output pixels of a band; taps are ordered row, column, channel.
     *
     * @param under what {@link #under} gave for the band
     * @param group whose input channels are read
     */
    void gather(float[] under, int group, int from, int to, float[] patches) {
        ConvGeometry geometry = shape.geometry();
        int perGroup = shape.channelsPerGroup();
        boolean together = geometry.group() == 1 && geometry.dilationWidth() == 1;
        int run = together ? geometry.kernelWidth() * channels : perGroup;
        int runs = together ? 1 : geometry.kernelWidth();
        int at = 0;
        for (int pixel = from; pixel < to; pixel++) {
            int row = pixel / outputWidth * geometry.strideHeight();
            int column = pixel % outputWidth * geometry.strideWidth();
            for (int ky = 0; ky < geometry.kernelHeight(); ky++) {
                int source = ((row + ky * geometry.dilationHeight()) * paddedWidth + column) * channels
                        + group * perGroup;
                for (int kx = 0; kx < runs; kx++, at += run) {
                    System.arraycopy(under, source + kx * geometry.dilationWidth() * channels, patches, at, run);
                }
            }
        }
    }

    private void read(int start, int count, float[] target) {
        bytes = bytes.length < count ? new byte[count] : bytes;
        input.codes().get(start, bytes, 0, count);
        for (int i = 0; i < count; i++) {
            target[i] = table[bytes[i] & 0xFF];
        }
    }
}
