package org.quantscope.conv.engine;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.quantscope.conv.ConvShape;

/**
 * Bands as matrix products of the OpenBLAS that ND4J brings: patches (pixels, taps) times weights (taps, channels), written
 * straight into the caller's buffer. Integer sums travel in a {@link FloatCarrier}: the buffer is filled with its origin, the
 * products are added, and what is left to do is one subtraction. Where a sum could leave the carrier's reach, the taps are
 * split into blocks, and the blocks are added as integers.
 */
final class Nd4jBands implements BandKernels {
    private static final int TILE_ELEMENTS = 1 << 17; // stays in the second-level cache, with what it gives
    private static final int FEWEST_PIXELS = 16;
    /** Codes are read as {@code x' − 128}: the sums are half as large. */
    private static final int INPUT_ORIGIN = 128;

    private final ConvShape shape;
    private final int channels;
    private final int taps;
    private final int groups;
    private final int perGroup;
    private final int tilePixels;
    private final FloatRows rows;
    private final Nd4jWeights weights;
    private final FloatPointer matrix;
    private final float[] patches;
    private final float[] origins;
    private final int[] lanes;
    private final int[] corrections;
    private OtherBlocks otherBlocks;
    private int blockTaps;

    Nd4jBands(ConvShape shape) {
        this.shape = shape;
        this.channels = shape.outputChannels();
        this.taps = shape.taps();
        this.groups = shape.geometry().group();
        this.perGroup = channels / groups;
        int pixels = Math.max(FEWEST_PIXELS, TILE_ELEMENTS / Math.max(taps, channels));
        this.tilePixels = Math.min(pixels, shape.outputHeight() * shape.outputWidth());
        this.rows = new FloatRows(shape);
        this.weights = new Nd4jWeights(shape);
        this.matrix = new FloatPointer((long) tilePixels * taps);
        this.patches = new float[tilePixels * taps];
        this.origins = new float[tilePixels * channels];
        this.lanes = new int[tilePixels * channels];
        this.corrections = new int[tilePixels * channels];
        Arrays.fill(origins, FloatCarrier.ORIGIN);
    }

    @Override
    public void input(PackedInput input) {
        rows.input(input);
    }

    @Override
    public void weights(PackedWeights packed) {
        if (weights.present() == packed) {
            return;
        }
        weights.set(packed);
        blockTaps = blockTaps(packed);
        otherBlocks = blockTaps < taps ? new OtherBlocks(tilePixels * channels) : null;
        for (int at = 0; at < corrections.length; at++) {
            corrections[at] = INPUT_ORIGIN * packed.rowSums()[at % channels] - FloatCarrier.ORIGIN_BITS;
        }
    }

    /** As many taps as may be summed in one product. */
    private int blockTaps(PackedWeights packed) {
        int reach = FloatCarrier.REACH / INPUT_ORIGIN;
        return packed.largestRowSum() <= reach ? taps : Math.min(taps, reach / packed.largest());
    }

    @Override
    public void integerSums(Band band, IntBuffer target, int at) {
        rows.readIntegers(INPUT_ORIGIN);
        FloatPointer sums = new FloatPointer(new IntPointer(target.duplicate().clear()));
        FloatBuffer origin = sums.asBuffer();
        tiles(band, (group, from, to) -> {
            int size = (to - from) * channels;
            int first = at + from * channels;
            if (group == 0) {
                origin.put(first, origins, 0, size);
            }
            FloatPointer place = sums.getPointer(first + group * perGroup);
            multiply(weights.integers(), group, 0, blockTaps, to - from, 1f, place, channels);
            if (otherBlocks != null) {
                otherBlocks.add(group, to - from);
            }
            if (group == groups - 1) {
                target.get(first, lanes, 0, size);
                add(corrections, lanes, size);
                if (otherBlocks != null) {
                    otherBlocks.moveTo(lanes, size);
                }
                target.put(first, lanes, 0, size);
            }
        });
    }

    @Override
    public void floatSums(Band band, FloatBuffer target, int at) {
        rows.readReals();
        FloatPointer sums = new FloatPointer(target.duplicate().clear());
        tiles(band, (group, from, to) -> {
            FloatPointer place = sums.getPointer(at + from * channels + group * perGroup);
            multiply(weights.reals(), group, 0, taps, to - from, 0f, place, channels);
        });
    }

    /** Output pixels {@code from} to {@code to} of a band whose patches are in the matrix, for one group. */
    private interface Tile {
        void multiply(int group, int from, int to);
    }

    private void tiles(Band band, Tile tile) {
        int pixels = band.rows() * shape.outputWidth();
        boolean pointwise = rows.isPointwise();
        float[] under = pointwise ? null : rows.under(band);
        for (int from = 0; from < pixels; from += tilePixels) {
            int to = Math.min(pixels, from + tilePixels);
            for (int group = 0; group < groups; group++) {
                if (pointwise) {
                    rows.pointwise(band, from, to, patches);
                } else {
                    rows.gather(under, group, from, to, patches);
                }
                matrix.put(patches, 0, (to - from) * taps);
                tile.multiply(group, from, to);
            }
        }
    }

    /**
     * Adds to {@code beta · sums} the products of the taps from {@code firstTap} on.
     *
     * @param stride elements from one pixel's sums to the next one's
     */
    private void multiply(
            FloatPointer values,
            int group,
            int firstTap,
            int count,
            int pixels,
            float beta,
            FloatPointer sums,
            int stride) {
        FloatPointer rowsOfGroup = values.getPointer((long) group * perGroup * taps + firstTap);
        FloatPointer columns = matrix.getPointer(firstTap);
        if (pixels == 1) {
            openblas_nolapack.cblas_sgemv(openblas_nolapack.CblasRowMajor, openblas_nolapack.CblasNoTrans, perGroup, count, 1f, rowsOfGroup, taps,
                    columns, 1, beta, sums, 1);
            return;
        }
        openblas_nolapack.cblas_sgemm(openblas_nolapack.CblasRowMajor, openblas_nolapack.CblasNoTrans, openblas_nolapack.CblasTrans, pixels, perGroup, count,
                1f, columns, taps, rowsOfGroup, taps, beta, sums, stride);
    }

    private static void add(int[] terms, int[] sums, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += terms[i];
        }
    }

    /** The integer sums of all blocks of taps but the first. */
    private final class OtherBlocks {
        private final FloatPointer memory;
        private final FloatBuffer floats;
        private final IntBuffer bits;
        private final int[] block;
        private final int[] total;

        OtherBlocks(int size) {
            memory = new FloatPointer(size);
            floats = memory.asBuffer();
            bits = new IntPointer(memory).asBuffer();
            block = new int[size];
            total = new int[size];
        }

        void add(int group, int pixels) {
            int size = pixels * perGroup;
            for (int tap = blockTaps; tap < taps; tap += blockTaps) {
                floats.put(0, origins, 0, size);
                multiply(weights.integers(), group, tap, Math.min(blockTaps, taps - tap), pixels, 1f, memory, perGroup);
                bits.get(0, block, 0, size);
                for (int at = 0; at < size; at++) {
                    total[at / perGroup * channels + group * perGroup + at % perGroup] +=
                            block[at] - FloatCarrier.ORIGIN_BITS;
                }
            }
        }

        void moveTo(int[] sums, int size) {
            Nd4jBands.add(total, sums, size);
            Arrays.fill(total, 0, size, 0);
        }
    }

    @Override
    public void close() {
        weights.close();
        matrix.close();
        if (otherBlocks != null) {
            otherBlocks.memory.close();
        }
    }
}
