package org.quantscope.conv.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ConvShape;
import org.quantscope.tensor.FloatTensor;

/**
 * Convolutions as ND4J matrix products, a tile of output pixels at a time: patches (pixels, taps) times weights (taps,
 * rows), all in 'f' order, which is row-major the other way round. Results go into arrays that were allocated before; a
 * fresh one costs more than the product. Patches of small inputs are kept as long as the input is in use.
 */
final class Nd4jTiles {
    private static final int TILE_ELEMENTS = 1 << 19;
    private static final int FEWEST_PIXELS = 64;
    private static final int KEPT_ELEMENTS = 1 << 22;
    private static final int KEPT_INPUTS = 4;

    private final List<Kept> kept = new ArrayList<>();
    private final List<INDArray> scratch = new ArrayList<>();
    private float[] staging = new float[0];
    private double[] wideStaging = new double[0];

    /** Takes the product of one tile. */
    interface Sink {
        /**
         * @param product (pixels, rows) in 'f' order
         * @param from first output pixel, through all images
         * @param to one past the last
         */
        void accept(INDArray product, int from, int to);
    }

    /** The patches of an input that is still in use. */
    private record Kept(
            FloatTensor input, ConvShape shape, int firstInputChannel, DataType type, List<INDArray> tiles) {
        boolean serves(FloatTensor other, ConvShape otherShape, int channel, DataType otherType) {
            return input == other && firstInputChannel == channel && type == otherType
                    && shape.geometry().equals(otherShape.geometry()) && shape.input().equals(otherShape.input())
                    && shape.outputChannels() == otherShape.outputChannels();
        }
    }

    /** Computes the sums of {@code rows} in arithmetic of {@code type}, tile after tile. */
    void multiply(
            DataType type,
            ConvShape shape,
            FloatTensor input,
            FloatTensor weight,
            GroupRows rows,
            Cancellation cancellation,
            Sink sink) {
        Patches patches = new Patches(shape);
        int taps = shape.taps();
        INDArray weights = scratch(type, taps, rows.count(), 0);
        System.arraycopy(weight.data(), rows.from() * taps, stage(taps * rows.count()), 0, taps * rows.count());
        put(weights, taps * rows.count());
        int tile = tilePixels(shape, patches.pixels());
        List<INDArray> prepared = prepared(type, shape, patches, input, rows.firstInputChannel(), tile);
        for (int from = 0; from < patches.pixels(); from += tile) {
            cancellation.throwIfCancelled();
            int to = Math.min(patches.pixels(), from + tile);
            INDArray matrix;
            if (prepared == null) {
                matrix = scratch(type, to - from, taps, 1);
                fill(patches, input, rows.firstInputChannel(), from, to, taps, matrix);
            } else {
                int index = from / tile;
                if (index == prepared.size()) {
                    matrix = create(type, to - from, taps);
                    fill(patches, input, rows.firstInputChannel(), from, to, taps, matrix);
                    prepared.add(matrix);
                }
                matrix = prepared.get(index);
            }
            INDArray product = scratch(type, to - from, rows.count(), 2);
            matrix.mmuli(weights, product);
            sink.accept(product, from, to);
        }
    }

    private static int tilePixels(ConvShape shape, int pixels) {
        int outputsPerGroup = shape.outputChannels() / shape.geometry().group();
        int fitting = TILE_ELEMENTS / Math.max(shape.taps(), outputsPerGroup);
        return Math.min(pixels, Math.max(FEWEST_PIXELS, fitting));
    }

    private List<INDArray> prepared(
            DataType type, ConvShape shape, Patches patches, FloatTensor input, int firstInputChannel, int tile) {
        // Counted for all groups together: they are all in use at the same time.
        long elements = (long) patches.pixels() * shape.taps() * shape.geometry().group();
        if (elements > KEPT_ELEMENTS) {
            return null;
        }
        for (Kept candidate : kept) {
            if (candidate.serves(input, shape, firstInputChannel, type)) {
                return candidate.tiles();
            }
        }
        forgetOldest(KEPT_INPUTS * shape.geometry().group() - 1);
        Kept added = new Kept(input, shape, firstInputChannel, type, new ArrayList<>());
        kept.add(added);
        return added.tiles();
    }

    private void forgetOldest(int remaining) {
        Iterator<Kept> oldest = kept.iterator();
        while (kept.size() > remaining) {
            oldest.next().tiles().forEach(INDArray::close);
            oldest.remove();
        }
    }

    private void fill(
            Patches patches, FloatTensor input, int channel, int from, int to, int taps, INDArray matrix) {
        int size = (to - from) * taps;
        patches.fill(input.data(), channel, from, to, stage(size));
        put(matrix, size);
    }

    private float[] stage(int size) {
        if (staging.length < size) {
            staging = new float[size];
        }
        return staging;
    }

    /** Copies the first {@code size} staged values into an array. */
    private void put(INDArray array, int size) {
        if (array.dataType() == DataType.FLOAT) {
            floats(array).put(staging, 0, size);
            return;
        }
        if (wideStaging.length < size) {
            wideStaging = new double[size];
        }
        for (int at = 0; at < size; at++) {
            wideStaging[at] = staging[at];
        }
        doubles(array).put(wideStaging, 0, size);
    }

    /** An array to be overwritten; one for each role, made anew when the extents change. */
    private INDArray scratch(DataType type, int rows, int columns, int role) {
        while (scratch.size() <= role) {
            scratch.add(null);
        }
        INDArray present = scratch.get(role);
        if (present == null || present.dataType() != type || present.rows() != rows || present.columns() != columns) {
            if (present != null) {
                present.close();
            }
            present = create(type, rows, columns);
            scratch.set(role, present);
        }
        return present;
    }

    private static INDArray create(DataType type, int rows, int columns) {
        return Nd4j.createUninitialized(type, new long[] {rows, columns}, 'f');
    }

    /** The elements of a float array, in the order in which they lie in memory. */
    static FloatPointer floats(INDArray array) {
        return new FloatPointer(array.data().addressPointer()).capacity(array.length());
    }

    /** The elements of a double array, in the order in which they lie in memory. */
    static DoublePointer doubles(INDArray array) {
        return new DoublePointer(array.data().addressPointer()).capacity(array.length());
    }
}
