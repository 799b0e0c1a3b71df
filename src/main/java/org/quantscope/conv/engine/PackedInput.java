package org.quantscope.conv.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.quantscope.conv.ConvShape;

/**
 * A layer's input as {@link BandKernels} read it: unsigned bytes, NHWC, with the padding around every image filled in, so
 * that a kernel needs none of its own. Read by several threads.
 */
public final class PackedInput {
    /** No byte is larger. */
    static final int LARGEST = 255;

    private static final int ROWS_AT_ONCE = 8;

    private final ConvShape shape;
    private final ByteBuffer codes;
    private final int zeroPoint;
    private final float scale;

    private PackedInput(ConvShape shape, ByteBuffer codes, int zeroPoint, float scale) {
        this.shape = shape;
        this.codes = codes;
        this.zeroPoint = zeroPoint;
        this.scale = scale;
    }

    /** Bytes that the padded codes of a shape take. */
    static long bytes(ConvShape shape) {
        return (long) shape.images() * paddedHeight(shape) * paddedWidth(shape) * shape.input().extent(1);
    }

    /**
     * Packs steps.
     *
     * @param steps codes counted from their zero point, (N, C, H, W)
     * @param zeroPoint what is added to a step to make it a byte, 0 to 255
     * @param scale the real size of one step
     */
    static PackedInput of(ConvShape shape, float[] steps, int zeroPoint, float scale, Crew crew) {
        int rowBytes = paddedWidth(shape) * shape.input().extent(1);
        int height = paddedHeight(shape);
        ByteBuffer codes = ByteBuffer.allocateDirect(Math.toIntExact(bytes(shape))).order(ByteOrder.nativeOrder());
        crew.share(shape.images() * height, ROWS_AT_ONCE, (from, to) -> {
            byte[] row = new byte[rowBytes];
            for (int at = from; at < to; at++) {
                packRow(shape, steps, zeroPoint, at / height, at % height - shape.geometry().padTop(), row);
                codes.put(at * rowBytes, row);
            }
        });
        return new PackedInput(shape, codes, zeroPoint, scale);
    }

    private static void packRow(ConvShape shape, float[] steps, int zeroPoint, int image, int y, byte[] row) {
        Arrays.fill(row, (byte) zeroPoint);
        if (!shape.hasRow(y)) {
            return;
        }
        int channels = shape.input().extent(1);
        int width = shape.inputWidth();
        int left = shape.geometry().padLeft() * channels;
        for (int channel = 0; channel < channels; channel++) {
            int source = shape.inputIndex(image, channel, y);
            for (int x = 0, at = left + channel; x < width; x++, at += channels) {
                row[at] = (byte) ((int) steps[source + x] + zeroPoint);
            }
        }
    }

    private static int paddedHeight(ConvShape shape) {
        return shape.inputHeight() + shape.geometry().padTop() + shape.geometry().padBottom();
    }

    private static int paddedWidth(ConvShape shape) {
        return shape.inputWidth() + shape.geometry().padLeft() + shape.geometry().padRight();
    }

    /** What it was packed for; all output channels. */
    public ConvShape shape() {
        return shape;
    }

    /** x', (N, {@link #paddedHeight()}, {@link #paddedWidth()}, C), a direct buffer; its position is not to be moved. */
    public ByteBuffer codes() {
        return codes;
    }

    /** The byte of real zero, 0 to 255. */
    public int zeroPoint() {
        return zeroPoint;
    }

    /** {@code x̂ = scale · (x' − zeroPoint)}. */
    public float scale() {
        return scale;
    }

    public int paddedHeight() {
        return paddedHeight(shape);
    }

    public int paddedWidth() {
        return paddedWidth(shape);
    }

    public int channels() {
        return shape.input().extent(1);
    }

    /** Where the padded rows that a band's taps see begin in {@link #codes()}. */
    public int start(Band band) {
        int row = band.image() * paddedHeight() + band.fromRow() * shape.geometry().strideHeight();
        return row * paddedWidth() * channels();
    }

    /** How many padded rows a band's taps see. */
    public int rowsUnder(Band band) {
        return (band.rows() - 1) * shape.geometry().strideHeight()
                + (shape.geometry().kernelHeight() - 1) * shape.geometry().dilationHeight() + 1;
    }
}
