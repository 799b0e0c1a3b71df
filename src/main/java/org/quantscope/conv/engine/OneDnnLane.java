package org.quantscope.conv.engine;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.ConvShape;
import org.quantscope.model.ConvGeometry;
import org.quantscope.tensor.Shape;

/**
 * One set of weights over bands of whatever height is asked for: a convolution of oneDNN for each height, made when it is
 * first needed. A layer that is cut into equal bands needs two.
 */
final class OneDnnLane implements AutoCloseable {
    private static final int MOST_HEIGHTS = 8;

    private final OneDnn library;
    private final OneDnnConv.Kind kind;
    private final ConvShape layer;
    private final int channels;
    private final Proof proof;
    private final NativeScratch weights = new NativeScratch();
    private final Map<Extent, Height> heights = new LinkedHashMap<>();
    private Pointer plainWeights;
    private int generation;

    /** Tells whether a convolution that was just made may be used. */
    interface Proof {
        /** For one whose sums need none. */
        Proof NONE = (convolution, extents) -> true;

        boolean holds(OneDnnConv convolution, ConvShape extents);
    }

    /** Output rows of so many images. */
    private record Extent(int images, int rows) {}

    /** The convolution for one height, with the weights it took last. */
    private static final class Height {
        private final Optional<OneDnnConv> convolution;
        private int generation = -1;

        Height(Optional<OneDnnConv> convolution) {
            this.convolution = convolution;
        }
    }

    /**
     * @param layer the whole layer, its pads resolved
     * @param channels input channels that are read; all of them if there are groups
     * @param proof asked before a convolution is used
     */
    OneDnnLane(OneDnn library, OneDnnConv.Kind kind, ConvShape layer, int channels, Proof proof) {
        this.library = library;
        this.kind = kind;
        this.layer = layer;
        this.channels = channels;
        this.proof = proof;
    }

    void weights(byte[] codes) {
        plainWeights = new BytePointer(weights.ofBytes(codes.length)).put(codes, 0, codes.length);
        generation++;
    }

    void weights(float[] values) {
        weights(values, 0, values.length);
    }

    /** Takes {@code count} values from index {@code from} on. */
    void weights(float[] values, int from, int count) {
        plainWeights = new FloatPointer(weights.ofBytes((long) count * Float.BYTES)).put(values, from, count);
        generation++;
    }

    /** The name of the code that computes bands of that height; empty if the library has none that is fast. */
    Optional<String> implementation(int rows) {
        return height(new Extent(1, rows)).convolution.map(OneDnnConv::implementation);
    }

    /**
     * Convolves the rows under a band, which lie side by side, padding included.
     *
     * @param images how many images follow one another
     * @param rows output rows of each
     * @return whether there is a convolution for that height; if not, nothing was done
     */
    boolean run(stream stream, int images, int rows, Pointer from, Pointer to) {
        Height height = height(new Extent(images, rows));
        if (height.convolution.isEmpty()) {
            return false;
        }
        OneDnnConv convolution = height.convolution.get();
        if (height.generation != generation) {
            convolution.weights(stream, plainWeights);
            height.generation = generation;
        }
        convolution.run(stream, from, to);
        return true;
    }

    private Height height(Extent extent) {
        Height present = heights.get(extent);
        if (present == null) {
            forgetOldest();
            present = new Height(proven(band(extent)));
            heights.put(extent, present);
        }
        return present;
    }

    private Optional<OneDnnConv> proven(ConvShape extents) {
        Optional<OneDnnConv> made = OneDnnConv.create(library, kind, extents);
        if (made.isPresent() && !proof.holds(made.get(), extents)) {
            made.get().close();
            return Optional.empty();
        }
        return made;
    }

    private void forgetOldest() {
        Iterator<Height> oldest = heights.values().iterator();
        while (heights.size() >= MOST_HEIGHTS) {
            oldest.next().convolution.ifPresent(OneDnnConv::close);
            oldest.remove();
        }
    }

    private ConvShape band(Extent extent) {
        ConvGeometry all = layer.geometry();
        ConvGeometry unpadded = new ConvGeometry(
                all.kernelHeight(), all.kernelWidth(), all.strideHeight(), all.strideWidth(), 0, 0, 0, 0,
                all.dilationHeight(), all.dilationWidth(), all.group());
        int height = (extent.rows() - 1) * all.strideHeight() + (all.kernelHeight() - 1) * all.dilationHeight() + 1;
        int width = layer.inputWidth() + all.padLeft() + all.padRight();
        return new ConvShape(
                unpadded,
                Shape.of(extent.images(), channels, height, width),
                layer.outputChannels(),
                ChannelRange.all(layer.outputChannels()));
    }

    @Override
    public void close() {
        heights.values().forEach(height -> height.convolution.ifPresent(OneDnnConv::close));
        heights.clear();
        weights.close();
    }
}
