package org.quantscope.conv.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.quantscope.conv.ConvShape;

/**
 * A layer's input as {@link BandKernels} read it: unsigned bytes, NHWC, with the padding around every image filled in, so
 * that a kernel needs none of its own. Read by several threads.
 */
public final class PackedInput {
    private static final int ROWS_AT_ONCE = 8;

    private final ConvShape shape;
    private final ByteBuffer codes;
    private final int zeroPoint;
    private final float scale;
    private final int largest;

    private PackedInput(ConvShape shape, ByteBuffer codes, int zeroPoint, float scale, int largest) {
        this.shape = shape;
        this.codes = codes;
        this.zeroPoint = zeroPoint;
        this.scale = scale;
        this.largest = largest;
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
        ByteBuffer codes = ByteBuffer.allocateDirect(Math.toIntExact(bytes(shape))).order(ByteOrder.nativeOrder());
        return into(codes, shape, steps, zeroPoint, scale, crew);
    }

    /** Packs other steps of the same shape into the same memory; this input must not be read any more. */
    PackedInput again(float[] steps, int newZeroPoint, float newScale, Crew crew) {
        return into(codes, shape, steps, newZeroPoint, newScale, crew);
    }

    private static PackedInput into(
            ByteBuffer codes, ConvShape shape, float[] steps, int zeroPoint, float scale, Crew crew) {
        int rowBytes = paddedWidth(shape) * shape.input().extent(1);
        int height = paddedHeight(shape);
        AtomicInteger largest = new AtomicInteger(zeroPoint);
        crew.share(shape.images() * height, ROWS_AT_ONCE, (from, to) -> {
            byte[] row = new byte[rowBytes];
            int top = 0;
            for (int at = from; at < to; at++) {
                int y = at % height - shape.geometry().padTop();
                top = Math.max(top, packRow(shape, steps, zeroPoint, at / height, y, row));
                codes.put(at * rowBytes, row);
            }
            largest.accumulateAndGet(top, Math::max);
        });
        return new PackedInput(shape, codes, zeroPoint, scale, largest.get());
    }

    /** Fills one padded row and returns the largest byte of the input in it. */
    private static int packRow(ConvShape shape, float[] steps, int zeroPoint, int image, int y, byte[] row) {
        Arrays.fill(row, (byte) zeroPoint);
        int largest = 0;
        if (!shape.hasRow(y)) {
            return largest;
        }
        int channels = shape.input().extent(1);
        int width = shape.inputWidth();
        int left = shape.geometry().padLeft() * channels;
        for (int channel = 0; channel < channels; channel++) {
            int source = shape.inputIndex(image, channel, y);
            for (int x = 0, at = left + channel; x < width; x++, at += channels) {
                int code = (int) steps[source + x] + zeroPoint;
                largest = Math.max(largest, code);
                row[at] = (byte) code;
            }
        }
        return largest;
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

    /** The largest byte, that of real zero included. */
    public int largest() {
        return largest;
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
