package org.quantscope.conv.engine;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The packed input rows under a band as float32, in memory that the next call overwrites. Dequantized by the library
 * where it rounds as we do, and otherwise by a table of the 256 values. For one thread at a time.
 */
final class RealRows implements AutoCloseable {
    private final OneDnn library;
    private final stream stream;
    private final NativeScratch scratch = new NativeScratch();
    private final Map<Extent, OneDnnCopy> dequantizing = new HashMap<>();
    private final Map<Extent, OneDnnCopy> widening = new HashMap<>();
    private final boolean byLibrary;
    private final float[] table = new float[256];
    private PackedInput input;
    private BytePointer codes;
    private byte[] bytes = new byte[0];
    private float[] values = new float[0];

    private record Extent(int pixels, int channels, int stride) {}

    /** @param byLibrary whether the library dequantizes; it must do it exactly */
    RealRows(OneDnn library, stream stream, boolean byLibrary) {
        this.library = library;
        this.stream = stream;
        this.byLibrary = byLibrary;
    }

    void input(PackedInput packed) {
        input = packed;
        codes = new BytePointer(packed.codes());
        for (int code = 0; code < table.length; code++) {
            table[code] = packed.scale() * (code - packed.zeroPoint());
        }
    }

    /** x̂ of all channels: {@code scale · (x' − zero point)} in float32. */
    Pointer dequantized(Band band) {
        Extent extent = new Extent(pixels(band), input.channels(), input.channels());
        if (!byLibrary) {
            return byTable(input.start(band), extent.pixels() * extent.channels());
        }
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

    private Pointer byTable(int start, int count) {
        if (bytes.length < count) {
            bytes = new byte[count];
            values = new float[count];
        }
        input.codes().get(start, bytes, 0, count);
        for (int at = 0; at < count; at++) {
            values[at] = table[bytes[at] & 0xFF];
        }
        Pointer target = scratch.ofBytes((long) Float.BYTES * count);
        new FloatPointer(target).put(values, 0, count);
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
