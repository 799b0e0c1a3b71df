package org.quantscope.conv.engine;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** The packed input rows under a band as float32, in memory that the next call overwrites. For one thread at a time. */
final class RealRows implements AutoCloseable {
    private final OneDnn library;
    private final stream stream;
    private final NativeScratch scratch = new NativeScratch();
    private final Map<Extent, OneDnnCopy> dequantizing = new HashMap<>();
    private final Map<Extent, OneDnnCopy> widening = new HashMap<>();
    private PackedInput input;
    private BytePointer codes;

    private record Extent(int pixels, int channels, int stride) {}

    RealRows(OneDnn library, stream stream) {
        this.library = library;
        this.stream = stream;
    }

    void input(PackedInput packed) {
        input = packed;
        codes = new BytePointer(packed.codes());
    }

    /** x̂ of all channels: {@code scale · (x' − zero point)} in float32. */
    Pointer dequantized(Band band) {
        Extent extent = new Extent(pixels(band), input.channels(), input.channels());
        OneDnnCopy copy = dequantizing.computeIfAbsent(extent, wanted ->
                OneDnnCopy.dequantizing(library, wanted.pixels(), wanted.channels(), wanted.stride()));
        copy.parameters(input.scale(), input.zeroPoint());
        return run(copy, extent, input.start(band));
    }

    /** x' of the channels {@code from} to {@code to}, as they are. */
    Pointer widened(Band band, int from, int to) {
        Extent extent = new Extent(pixels(band), to - from, input.channels());
        OneDnnCopy copy = widening.computeIfAbsent(extent, wanted ->
                OneDnnCopy.widening(library, wanted.pixels(), wanted.channels(), wanted.stride()));
        return run(copy, extent, input.start(band) + from);
    }

    private Pointer run(OneDnnCopy copy, Extent extent, int start) {
        Pointer target = scratch.ofBytes((long) Float.BYTES * extent.pixels() * extent.channels());
        copy.run(stream, codes.position(start), target);
        return target;
    }

    private int pixels(Band band) {
        return input.rowsUnder(band) * input.paddedWidth();
    }

    @Override
    public void close() {
        dequantizing.values().forEach(OneDnnCopy::close);
        widening.values().forEach(OneDnnCopy::close);
        scratch.close();
    }
}
