package org.quantscope.conv.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.model.ConvGeometry;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.LongTensor;
import org.quantscope.tensor.Shape;

/**
 * Whole tensors by oneDNN in float32, a tile of output rows at a time: the input rows under a tile are turned to NHWC,
 * and the sums back. Groups of few output channels, and whatever the library has no fast code for, go to the plain rows
 * or the matrix products of ND4J; sums that need double precision as well.
 */
final class OneDnnKernels implements ConvKernels {
    private static final long TILE_ELEMENTS = 1 << 18;
    private static final int MOST_ROUTES = 4;
    /** With fewer rows than this, plain loops are as fast. */
    private static final int FEWEST_ROWS = 4;

    private final OneDnn library;
    private final stream stream;
    private final Nd4jKernels others = new Nd4jKernels();
    private final SteppedSums stepped = new SteppedSums();
    private final Map<ConvShape, Route> routes = new LinkedHashMap<>();
    private final NativeScratch planes = new NativeScratch();
    private final NativeScratch pixels = new NativeScratch();
    private final NativeScratch sums = new NativeScratch();
    private float[] staging = new float[0];

    /** A change between (images, channels, pixels) and (images, pixels, channels). */
    private record Turn(int images, int channels, int pixels, boolean channelsLast) {}

    /** What is kept for one shape. */
    private final class Route {
        private final OneDnnLane lane;
        private final Map<Turn, OneDnnCopy> turns = new HashMap<>();

        Route(ConvShape alone) {
            lane = new OneDnnLane(library, OneDnnConv.Kind.REAL, alone, alone.input().extent(1),
                    OneDnnLane.Proof.NONE);
        }

        void turn(Turn turn, Pointer from, Pointer to) {
            turns.computeIfAbsent(turn, wanted -> wanted.channelsLast()
                            ? OneDnnCopy.channelsLast(library, wanted.images(), wanted.channels(), wanted.pixels())
                            : OneDnnCopy.channelsFirst(library, wanted.images(), wanted.channels(), wanted.pixels()))
                    .run(stream, from, to);
        }

        void close() {
            lane.close();
            turns.values().forEach(OneDnnCopy::close);
        }
    }

    OneDnnKernels(OneDnn library) {
        this.library = library;
        this.stream = library.newStream();
    }

    @Override
    public FloatTensor floatSums(ConvShape shape, FloatTensor input, FloatTensor weight, Cancellation cancellation) {
        library.oneThread();
        float[] y = new float[shape.output().size()];
        for (GroupRows rows : GroupRows.of(shape)) {
            if (rows.count() < FEWEST_ROWS || !fill(shape, rows, input, weight, y, cancellation)) {
                return others.floatSums(shape, input, weight, cancellation);
            }
        }
        return FloatTensor.wrap(shape.output(), y);
    }

    @Override
    public DoubleTensor doubleSums(ConvShape shape, FloatTensor input, FloatTensor weight, Cancellation cancellation) {
        return others.doubleSums(shape, input, weight, cancellation);
    }

    @Override
    public LongTensor integerSums(ConvShape shape, Codes input, Codes weight, Cancellation cancellation) {
        return stepped.integerSums(this, shape, input, weight, cancellation);
    }

    /** @return whether the library has fast code for it */
    private boolean fill(
            ConvShape shape,
            GroupRows rows,
            FloatTensor input,
            FloatTensor weight,
            float[] y,
            Cancellation cancellation) {
        ConvShape alone = alone(shape, rows);
        Route route = route(alone);
        route.lane.weights(weight.data(), rows.from() * shape.taps(), rows.count() * shape.taps());
        int tileRows = tileRows(alone);
        int tileImages = tileRows < shape.outputHeight() ? 1 : tileImages(alone);
        for (int image = 0; image < shape.images(); image += tileImages) {
            int images = Math.min(tileImages, shape.images() - image);
            for (int row = 0; row < shape.outputHeight(); row += tileRows) {
                cancellation.throwIfCancelled();
                Tile tile = new Tile(image, images, row, Math.min(tileRows, shape.outputHeight() - row));
                Pointer source = source(route, shape, rows, tile, input.data());
                if (!route.lane.run(stream, images, tile.rows(), source, target(alone, tile))) {
                    return false;
                }
                scatter(route, shape, rows, tile, y);
            }
        }
        return true;
    }

    /** Output rows {@code row} to {@code row + rows} of some images. */
    private record Tile(int image, int images, int row, int rows) {}

    /** The convolution of one group as if there were no other. */
    private static ConvShape alone(ConvShape shape, GroupRows rows) {
        ConvGeometry all = shape.geometry();
        ConvGeometry geometry = new ConvGeometry(
                all.kernelHeight(), all.kernelWidth(), all.strideHeight(), all.strideWidth(),
                all.padTop(), all.padLeft(), all.padBottom(), all.padRight(),
                all.dilationHeight(), all.dilationWidth(), 1);
        Shape input = Shape.of(shape.images(), shape.channelsPerGroup(), shape.inputHeight(), shape.inputWidth());
        return new ConvShape(geometry, input, rows.count(), ChannelRange.all(rows.count()));
    }

    private Route route(ConvShape alone) {
        Route present = routes.get(alone);
        if (present == null) {
            Iterator<Route> oldest = routes.values().iterator();
            while (routes.size() >= MOST_ROUTES) {
                oldest.next().close();
                oldest.remove();
            }
            present = new Route(alone);
            routes.put(alone, present);
        }
        return present;
    }

    private static int tileRows(ConvShape shape) {
        long inputRow = (long) shape.input().extent(1) * paddedWidth(shape) * shape.geometry().strideHeight();
        long outputRow = (long) shape.outputChannels() * shape.outputWidth();
        return (int) Math.max(1, Math.min(shape.outputHeight(), TILE_ELEMENTS / (inputRow + outputRow)));
    }

    private static int tileImages(ConvShape shape) {
        long image = (long) shape.input().extent(1) * rowsUnder(shape, shape.outputHeight()) * paddedWidth(shape)
                + (long) shape.outputChannels() * shape.outputHeight() * shape.outputWidth();
        return (int) Math.max(1, Math.min(shape.images(), TILE_ELEMENTS / image));
    }

    private static int paddedWidth(ConvShape shape) {
        return shape.inputWidth() + shape.geometry().padLeft() + shape.geometry().padRight();
    }

    private static int rowsUnder(ConvShape shape, int rows) {
        return (rows - 1) * shape.geometry().strideHeight()
                + (shape.geometry().kernelHeight() - 1) * shape.geometry().dilationHeight() + 1;
    }

    /** The input under a tile with its padding, NHWC. */
    private Pointer source(Route route, ConvShape shape, GroupRows rows, Tile tile, float[] x) {
        int channels = shape.channelsPerGroup();
        int width = paddedWidth(shape);
        int height = rowsUnder(shape, tile.rows());
        int size = tile.images() * channels * height * width;
        stage(size);
        if (shape.geometry().isPadded()) {
            Arrays.fill(staging, 0, size, 0f);
        }
        int top = shape.inputRow(tile.row(), 0);
        int from = Math.max(0, top);
        int to = Math.min(shape.inputHeight(), top + height);
        for (int plane = 0; plane < tile.images() * channels; plane++) {
            int image = tile.image() + plane / channels;
            int source = shape.inputIndex(image, rows.firstInputChannel() + plane % channels, 0);
            int target = (plane * height - top) * width + shape.geometry().padLeft();
            if (width == shape.inputWidth() && to > from) {
                System.arraycopy(x, source + from * width, staging, target + from * width, (to - from) * width);
            } else {
                for (int y = from; y < to; y++) {
                    int row = source + y * shape.inputWidth();
                    System.arraycopy(x, row, staging, target + y * width, shape.inputWidth());
                }
            }
        }
        Pointer first = planes.ofBytes((long) Float.BYTES * size);
        new FloatPointer(first).put(staging, 0, size);
        Pointer last = pixels.ofBytes((long) Float.BYTES * size);
        route.turn(new Turn(tile.images(), channels, height * width, true), first, last);
        return last;
    }

    private Pointer target(ConvShape alone, Tile tile) {
        return sums.ofBytes(
                (long) Float.BYTES * tile.images() * tile.rows() * alone.outputWidth() * alone.outputChannels());
    }

    private void scatter(Route route, ConvShape shape, GroupRows rows, Tile tile, float[] y) {
        int pixelCount = tile.rows() * shape.outputWidth();
        int size = tile.images() * rows.count() * pixelCount;
        Pointer last = sums.ofBytes((long) Float.BYTES * size);
        Pointer first = planes.ofBytes((long) Float.BYTES * size);
        route.turn(new Turn(tile.images(), rows.count(), pixelCount, false), last, first);
        stage(size);
        new FloatPointer(first).get(staging, 0, size);
        int plane = shape.outputHeight() * shape.outputWidth();
        for (int at = 0; at < tile.images() * rows.count(); at++) {
            int image = tile.image() + at / rows.count();
            int channel = rows.from() + at % rows.count();
            int target = (image * shape.channels().count() + channel) * plane + tile.row() * shape.outputWidth();
            System.arraycopy(staging, at * pixelCount, y, target, pixelCount);
        }
    }

    private void stage(int size) {
        if (staging.length < size) {
            staging = new float[size];
        }
    }
}
