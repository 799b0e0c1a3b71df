package org.quantscope.conv.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_SCALES;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_ZERO_POINTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/** Copies elements into another type or order by oneDNN. For one thread at a time. */
final class OneDnnCopy implements AutoCloseable {
    private final memory from;
    private final memory to;
    private final FloatPointer scale;
    private final IntPointer zeroPoint;
    private final reorder copy;
    private final IntMemoryMap arguments;

    private OneDnnCopy(OneDnn library, memory.desc source, memory.desc target, boolean dequantizing) {
        from = new memory(source, library.cpu(), (Pointer) null);
        to = new memory(target, library.cpu(), (Pointer) null);
        scale = new FloatPointer(1f);
        zeroPoint = new IntPointer(1L).put(0);
        arguments = new IntMemoryMap();
        arguments.put(DNNL_ARG_SRC, from);
        arguments.put(DNNL_ARG_DST, to);
        primitive_attr attributes = new primitive_attr();
        if (dequantizing) {
            long[] one = {1};
            attributes.set_scales_mask(DNNL_ARG_SRC, 0);
            attributes.set_zero_points_mask(DNNL_ARG_SRC, 0);
            arguments.put(DNNL_ARG_ATTR_SCALES | DNNL_ARG_SRC, new memory(
                    new memory.desc(one, memory.data_type.f32, memory.format_tag.a), library.cpu(), scale));
            arguments.put(DNNL_ARG_ATTR_ZERO_POINTS | DNNL_ARG_SRC, new memory(
                    new memory.desc(one, memory.data_type.s32, memory.format_tag.a), library.cpu(), zeroPoint));
        }
        copy = new reorder(new reorder.primitive_desc(
                library.cpu(), source, library.cpu(), target, attributes, false));
    }

    /**
     * Unsigned bytes to float32, {@code scale · (code − zero point)}.
     *
     * @param pixels how many pixels follow one another
     * @param channels of each pixel that are copied; they lie side by side in the target
     * @param stride bytes from one pixel of the source to the next
     */
    static OneDnnCopy dequantizing(OneDnn library, int pixels, int channels, int stride) {
        return ofRows(library, pixels, channels, stride, memory.data_type.u8, memory.data_type.f32, true);
    }

    /** Unsigned bytes to float32 of the same value. */
    static OneDnnCopy widening(OneDnn library, int pixels, int channels, int stride) {
        return ofRows(library, pixels, channels, stride, memory.data_type.u8, memory.data_type.f32, false);
    }

    /** Float32 that are integers of at most 2^24 to 32-bit integers. */
    static OneDnnCopy toIntegers(OneDnn library, int elements) {
        return ofRows(library, 1, elements, elements, memory.data_type.f32, memory.data_type.s32, false);
    }

    /** Float32 from (images, channels, pixels) to (images, pixels, channels). */
    static OneDnnCopy channelsLast(OneDnn library, int images, int channels, int pixels) {
        return ofPlanes(library, images, channels, pixels, true);
    }

    /** Float32 from (images, pixels, channels) to (images, channels, pixels). */
    static OneDnnCopy channelsFirst(OneDnn library, int images, int channels, int pixels) {
        return ofPlanes(library, images, channels, pixels, false);
    }

    private static OneDnnCopy ofPlanes(OneDnn library, int images, int channels, int pixels, boolean toLast) {
        long[] extents = {images, channels, pixels};
        long image = (long) channels * pixels;
        long[] first = {image, pixels, 1};
        long[] last = {image, 1, channels};
        return kept(() -> new OneDnnCopy(
                library,
                new memory.desc(extents, memory.data_type.f32, toLast ? first : last),
                new memory.desc(extents, memory.data_type.f32, toLast ? last : first),
                false));
    }

    private static OneDnnCopy ofRows(
            OneDnn library,
            int rows,
            int columns,
            int stride,
            memory.data_type source,
            memory.data_type target,
            boolean dequantizing) {
        long[] extents = {rows, columns};
        return kept(() -> new OneDnnCopy(
                library,
                new memory.desc(extents, source, new long[] {stride, 1}),
                new memory.desc(extents, target, new long[] {columns, 1}),
                dequantizing));
    }

    /** Lets everything native go at once that was made on the way and is not kept. */
    private static OneDnnCopy kept(Supplier<OneDnnCopy> maker) {
        try (PointerScope temporary = new PointerScope()) {
            OneDnnCopy made = maker.get();
            made.natives().forEach(Pointer::retainReference);
            return made;
        }
    }

    /** Sets what a dequantizing copy computes with. */
    void parameters(float newScale, int newZeroPoint) {
        scale.put(newScale);
        zeroPoint.put(newZeroPoint);
    }

    /** Copies from one pointer's position to the other's. */
    void run(stream stream, Pointer source, Pointer target) {
        from.set_data_handle(source);
        to.set_data_handle(target);
        copy.execute(stream, arguments);
        stream._wait();
    }

    private List<Pointer> natives() {
        return List.of(arguments, copy, from, to, scale, zeroPoint);
    }

    @Override
    public void close() {
        natives().forEach(Pointer::close);
    }
}
