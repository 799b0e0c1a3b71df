package org.quantscope.conv.engine;

import org.nd4j.linalg.api.buffer.DataType;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.IntegerConv;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.LongTensor;

/**
 * Sums by matrix products of ND4J, or by {@link PlaneSums} where a group has few output channels.
 *
 * <p>Integer sums travel in floating point. Both sides are counted from their zero points first, so that the padding is
 * 0 and no correction is left to make. If {@code max|qx − zx| · max Σ|qw − zw|} is at most 2^24, every partial sum in
 * any order is an integer that float32 holds exactly; up to 2^53 double precision does; beyond that the plain
 * {@code long} loops serve.
 */
final class Nd4jKernels implements ConvKernels {
    private static final double FLOAT_EXACT = 1 << 24;
    private static final double DOUBLE_EXACT = 1L << 53;
    /** With fewer rows than this, a matrix product is slower than plain loops. */
    private static final int FEWEST_ROWS = 4;

    private final Nd4jTiles tiles = new Nd4jTiles();
    private final PlaneSums planes = new PlaneSums();
    private float[] tile = new float[0];
    private double[] wideTile = new double[0];
    private CodeSteps inputSteps;

    @Override
    public FloatTensor floatSums(ConvShape shape, FloatTensor input, FloatTensor weight, Cancellation cancellation) {
        Patches patches = new Patches(shape);
        float[] y = new float[shape.output().size()];
        for (GroupRows rows : GroupRows.of(shape)) {
            if (rows.count() >= FEWEST_ROWS) {
                tiles.multiply(DataType.FLOAT, shape, input, weight, rows, cancellation, (product, from, to) -> {
                    int size = (to - from) * rows.count();
                    tile = tile.length < size ? new float[size] : tile;
                    Nd4jTiles.floats(product).get(tile, 0, size);
                    scatter(tile, y, shape, patches.plane(), rows, from, to);
                });
                continue;
            }
            for (int row = rows.from(); row < rows.to(); row++) {
                for (int image = 0; image < shape.images(); image++) {
                    cancellation.throwIfCancelled();
                    planes.fill(shape, patches, input.data(), weight.data(), image, row, y);
                }
            }
        }
        return FloatTensor.wrap(shape.output(), y);
    }

    @Override
    public DoubleTensor doubleSums(ConvShape shape, FloatTensor input, FloatTensor weight, Cancellation cancellation) {
        Patches patches = new Patches(shape);
        double[] y = new double[shape.output().size()];
        for (GroupRows rows : GroupRows.of(shape)) {
            if (rows.count() >= FEWEST_ROWS) {
                tiles.multiply(DataType.DOUBLE, shape, input, weight, rows, cancellation, (product, from, to) -> {
                    int size = (to - from) * rows.count();
                    wideTile = wideTile.length < size ? new double[size] : wideTile;
                    Nd4jTiles.doubles(product).get(wideTile, 0, size);
                    scatter(wideTile, y, shape, patches.plane(), rows, from, to);
                });
                continue;
            }
            for (int row = rows.from(); row < rows.to(); row++) {
                for (int image = 0; image < shape.images(); image++) {
                    cancellation.throwIfCancelled();
                    planes.fill(shape, patches, input.data(), weight.data(), image, row, y);
                }
            }
        }
        return DoubleTensor.wrap(shape.output(), y);
    }

    @Override
    public LongTensor integerSums(ConvShape shape, Codes input, Codes weight, Cancellation cancellation) {
        if (inputSteps == null || !inputSteps.isOf(input)) {
            inputSteps = null; // let go before the next one is made: both may not fit
            inputSteps = CodeSteps.of(input);
        }
        CodeSteps weightSteps = CodeSteps.of(weight);
        double bound = inputSteps.largest() * weightSteps.largestRowSum();
        if (bound > DOUBLE_EXACT) {
            return IntegerConv.sums(shape, input, weight, cancellation);
        }
        long[] y = new long[shape.output().size()];
        if (bound <= FLOAT_EXACT) {
            float[] sums = floatSums(shape, inputSteps.values(), weightSteps.values(), cancellation).data();
            for (int at = 0; at < y.length; at++) {
                y[at] = (long) sums[at];
            }
        } else {
            double[] sums = doubleSums(shape, inputSteps.values(), weightSteps.values(), cancellation).data();
            for (int at = 0; at < y.length; at++) {
                y[at] = (long) sums[at];
            }
        }
        return LongTensor.wrap(shape.output(), y);
    }

    /** Copies a product (pixels, rows), 'f' order, to its place in (N, channels, H', W'). */
    private static void scatter(
            Object product, Object y, ConvShape shape, int plane, GroupRows rows, int from, int to) {
        int channels = shape.channels().count();
        for (int row = rows.from(); row < rows.to(); row++) {
            int source = (row - rows.from()) * (to - from);
            for (int start = from, end; start < to; start = end) {
                int image = start / plane;
                end = Math.min(to, (image + 1) * plane);
                int target = (image * channels + row) * plane + start % plane;
                System.arraycopy(product, source + start - from, y, target, end - start);
            }
        }
    }
}
