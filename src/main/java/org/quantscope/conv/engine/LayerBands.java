package org.quantscope.conv.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ConvShape;

/**
 * All output channels of a layer, computed band by band by a crew and laid down channel by channel. A band is small enough
 * to be still in the cache when it is laid down.
 */
final class LayerBands implements AutoCloseable {
    private static final int BAND_ELEMENTS = 1 << 17;
    /** What is laid down at once, channel after channel: every one reads all of it, so it stays in the cache. */
    private static final int PART_ELEMENTS = 1 << 14;

    private final ConvShape shape;
    private final Crew crew;
    private final List<Member> members = new ArrayList<>();
    private final int rowsAtOnce;

    private LayerBands(ConvShape shape, Crew crew, int rowsAtOnce) {
        this.shape = shape;
        this.crew = crew;
        this.rowsAtOnce = rowsAtOnce;
    }

    /** What one thread needs for itself. */
    private static final class Member {
        final BandKernels kernels;
        final IntBuffer sums;
        final FloatBuffer floats;
        final int[] sumsOnHeap;
        final float[] floatsOnHeap;

        Member(BandKernels kernels, int elements, int partElements) {
            this.kernels = kernels;
            this.sums = direct(elements).asIntBuffer();
            this.floats = direct(elements).asFloatBuffer();
            this.sumsOnHeap = new int[partElements];
            this.floatsOnHeap = new float[partElements];
        }

        private static ByteBuffer direct(int elements) {
            return ByteBuffer.allocateDirect(Integer.BYTES * elements).order(ByteOrder.nativeOrder());
        }
    }

    /** Bands for a shape with all its output channels; empty if the engine computes it in another way. */
    static Optional<LayerBands> of(ConvEngine engine, ConvShape shape, Crew crew) {
        int rowElements = shape.outputWidth() * shape.outputChannels();
        int rows = Math.max(1, Math.min(shape.outputHeight(), BAND_ELEMENTS / rowElements));
        int bands = shape.images() * ((shape.outputHeight() + rows - 1) / rows);
        LayerBands made = new LayerBands(shape, crew, rows);
        for (int member = 0; member < Math.min(crew.size(), bands); member++) {
            Optional<BandKernels> kernels = engine.bands(shape);
            if (kernels.isEmpty()) {
                made.close();
                return Optional.empty();
            }
            made.members.add(new Member(kernels.get(), rows * rowElements, partPixels(shape) * shape.outputChannels()));
        }
        return Optional.of(made);
    }

    /** Takes one channel's part of a band. */
    interface Sink {
        /** Whether the channel is wanted. */
        boolean wants(int channel);

        /**
         * @param at first element in the channel's plane (N, H', W')
         * @param sums {@code Σ (qx − zx)(qw − zw)}, every {@code stride}-th from {@code from}
         * @param floats {@code Σ x̂·ŵ}, likewise
         */
        void take(int channel, int at, int count, int[] sums, float[] floats, int from, int stride);
    }

    /** @throws java.util.concurrent.CancellationException if nobody wants the result any more */
    void run(PackedInput input, PackedWeights weights, PackedTerms terms, Sink sink, Cancellation cancellation) {
        for (Member member : members) {
            member.kernels.input(input);
            member.kernels.weights(weights);
        }
        int bandsOfImage = (shape.outputHeight() + rowsAtOnce - 1) / rowsAtOnce;
        crew.share(shape.images() * bandsOfImage, 1, (member, from, to) -> {
            for (int at = from; at < to; at++) {
                cancellation.throwIfCancelled();
                int row = at % bandsOfImage * rowsAtOnce;
                Band band = new Band(at / bandsOfImage, row, Math.min(shape.outputHeight(), row + rowsAtOnce));
                compute(members.get(member), band, terms, sink);
            }
        });
    }

    private void compute(Member member, Band band, PackedTerms terms, Sink sink) {
        int pixels = band.rows() * shape.outputWidth();
        int first = (band.image() * shape.outputHeight() + band.fromRow()) * shape.outputWidth();
        member.kernels.integerSums(band, member.sums, 0);
        member.kernels.floatSums(band, member.floats, 0);
        int partPixels = partPixels(shape);
        for (int from = 0; from < pixels; from += partPixels) {
            layDown(member, from, Math.min(partPixels, pixels - from), first + from, terms, sink);
        }
    }

    /** @param from the first of {@code pixels} of the member's band, which is the {@code first} of the output */
    private void layDown(Member member, int from, int pixels, int first, PackedTerms terms, Sink sink) {
        int channels = shape.outputChannels();
        member.sums.get(from * channels, member.sumsOnHeap, 0, pixels * channels);
        member.floats.get(from * channels, member.floatsOnHeap, 0, pixels * channels);
        terms.correct(member.sumsOnHeap, first, pixels);
        for (int channel = 0; channel < channels; channel++) {
            if (sink.wants(channel)) {
                sink.take(channel, first, pixels, member.sumsOnHeap, member.floatsOnHeap, channel, channels);
            }
        }
    }

    private static int partPixels(ConvShape shape) {
        return Math.max(1, PART_ELEMENTS / shape.outputChannels());
    }

    @Override
    public void close() {
        members.forEach(member -> member.kernels.close());
        members.clear();
    }
}
