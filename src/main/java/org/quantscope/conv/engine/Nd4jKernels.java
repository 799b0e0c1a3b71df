package org.quantscope.conv.engine;

import org.nd4j.linalg.api.buffer.DataType;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.LongTensor;

/**
 * Sums by matrix products of ND4J, or by {@link PlaneSums} where a group has few output channels. Integer sums travel in
 * floating point, {@link SteppedSums}.
 */
final class Nd4jKernels implements ConvKernels {
    /** With fewer rows than this, a matrix product is slower than plain loops. */
    private static final int FEWEST_ROWS = 4;

    private final Nd4jTiles tiles = new Nd4jTiles();
    private final PlaneSums planes = new PlaneSums();
    private final SteppedSums stepped = new SteppedSums();
    private float[] tile = new float[0];
    private double[] wideTile = new double[0];

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
        return stepped.integerSums(this, shape, input, weight, cancellation);
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
