package org.quantscope.conv.engine;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.quantscope.conv.ConvShape;

/**
 * Integer sums that travel in float32: exact, in any order, as long as {@code max x' · Σ |w'|} is at most 2^24 for every
 * output channel. Where it is more, input channels are summed block by block, and the blocks are added as integers.
 */
final class CarriedSums implements AutoCloseable {
    private static final long FLOAT_EXACT = 1 << 24;
    private static final int LARGEST_INPUT = 255;

    private final OneDnn library;
    private final stream stream;
    private final RealRows rows;
    private final ConvShape shape;
    private final NativeScratch products = new NativeScratch();
    private final Map<Integer, OneDnnCopy> toIntegers = new HashMap<>();
    private List<Block> blocks = List.of();
    private float[] part = new float[0];
    private int[] sums = new int[0];

    /** The input channels {@code from} to {@code to}. */
    private record Block(int from, int to, OneDnnLane lane) {}

    CarriedSums(OneDnn library, stream stream, RealRows rows, ConvShape shape) {
        this.library = library;
        this.stream = stream;
        this.rows = rows;
        this.shape = shape;
    }

    void weights(PackedWeights packed) {
        int count = blockCount(packed);
        if (blocks.size() != count) {
            blocks.forEach(block -> block.lane().close());
            blocks = cut(count);
        }
        for (Block block : blocks) {
            block.lane().weights(weights(packed.codes(), block));
        }
    }

    private List<Block> cut(int count) {
        List<Block> cut = new ArrayList<>();
        int channels = shape.input().extent(1);
        for (int index = 0; index < count; index++) {
            int from = (int) ((long) channels * index / count);
            int to = (int) ((long) channels * (index + 1) / count);
            cut.add(new Block(from, to, new OneDnnLane(library, OneDnnConv.Kind.REAL, shape, to - from,
                    OneDnnLane.Proof.NONE)));
        }
        return cut;
    }

    /** How many blocks keep every sum within bounds; 0: none. */
    private int blockCount(PackedWeights packed) {
        if ((long) LARGEST_INPUT * packed.largestRowSum() <= FLOAT_EXACT) {
            return 1;
        }
        if (shape.geometry().group() > 1) {
            return 0; // a group's channels are few: the plain loops will do
        }
        int channels = shape.input().extent(1);
        for (int count = 2; count <= channels; count++) {
            if (LARGEST_INPUT * largestBlockSum(packed.codes(), count) <= FLOAT_EXACT) {
                return count;
            }
        }
        return 0;
    }

    private long largestBlockSum(byte[] codes, int count) {
        int channels = shape.input().extent(1);
        int window = shape.taps() / channels;
        long largest = 0;
        for (int row = 0; row < shape.outputChannels(); row++) {
            for (int index = 0; index < count; index++) {
                int from = (int) ((long) channels * index / count) * window;
                int to = (int) ((long) channels * (index + 1) / count) * window;
                long sum = 0;
                for (int tap = from; tap < to; tap++) {
                    sum += Math.abs(codes[row * shape.taps() + tap]);
                }
                largest = Math.max(largest, sum);
            }
        }
        return largest;
    }

    private float[] weights(byte[] codes, Block block) {
        int window = shape.taps() / shape.channelsPerGroup();
        int blockTaps = blocks.size() == 1 ? shape.taps() : (block.to() - block.from()) * window;
        int first = blocks.size() == 1 ? 0 : block.from() * window;
        float[] values = new float[shape.outputChannels() * blockTaps];
        for (int row = 0; row < shape.outputChannels(); row++) {
            for (int tap = 0; tap < blockTaps; tap++) {
                values[row * blockTaps + tap] = codes[row * shape.taps() + first + tap];
            }
        }
        return values;
    }

    /**
     * Fills in the sums of a band.
     *
     * @param target takes them from element {@code at} on
     * @param place the same element's place in memory
     * @return whether this way exists for these weights; if not, nothing of use was written
     */
    boolean run(Band band, IntBuffer target, Pointer place, int at) {
        int elements = band.rows() * shape.outputWidth() * shape.outputChannels();
        Pointer product = products.ofBytes((long) Float.BYTES * elements);
        for (Block block : blocks) {
            Pointer values = rows.widened(band, block.from(), block.to());
            if (!block.lane().run(stream, 1, band.rows(), values, product)) {
                return false;
            }
            if (blocks.size() == 1) {
                toIntegers.computeIfAbsent(elements, wanted -> OneDnnCopy.toIntegers(library, wanted))
                        .run(stream, product, place);
            } else {
                add(new FloatPointer(product), elements, block.from() == 0);
            }
        }
        if (blocks.size() > 1) {
            target.put(at, sums, 0, elements);
        }
        return !blocks.isEmpty();
    }

    private void add(FloatPointer product, int elements, boolean first) {
        if (part.length < elements) {
            part = new float[elements];
            sums = new int[elements];
        }
        product.get(part, 0, elements);
        for (int at = 0; at < elements; at++) {
            sums[at] = first ? (int) part[at] : sums[at] + (int) part[at];
        }
    }

    @Override
    public void close() {
        blocks.forEach(block -> block.lane().close());
        toIntegers.values().forEach(OneDnnCopy::close);
        products.close();
    }
}
