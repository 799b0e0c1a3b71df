package org.quantscope.conv.engine;

import java.util.Locale;
import org.quantscope.conv.ConvShape;
import org.quantscope.quant.LayerParams;

/** Foresees, before anything is allocated, that a layer cannot fit the heap. */
final class MemoryEstimate {
    private static final double MEBIBYTE = 1 << 20;

    private MemoryEstimate() {}

    /** @throws IllegalArgumentException with a sentence if the layer's tensors alone exceed the whole heap */
    static void require(String layer, ConvShape shape, LayerParams params) {
        require(layer, shape, params, Runtime.getRuntime().maxMemory());
    }

    static void require(String layer, ConvShape shape, LayerParams params, long heapBytes) {
        require(layer, shape, bytes(shape, params), heapBytes);
    }

    /** The same for a {@link LiveLayer}, which keeps less: the input with its steps, and three planes of every channel. */
    static void requireLive(String layer, ConvShape shape) {
        long needed = (long) (2 * Float.BYTES + 1) * shape.input().size() + 3L * Float.BYTES * shape.output().size();
        require(layer, shape, needed, Runtime.getRuntime().maxMemory());
    }

    private static void require(String layer, ConvShape shape, long needed, long heapBytes) {
        if (needed > heapBytes) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Layer '%s' needs about %.0f MB for an input of %s, and Java may use %.0f MB; "
                            + "take a smaller input or start Java with a larger -Xmx.",
                    layer,
                    needed / MEBIBYTE,
                    shape.input(),
                    heapBytes / MEBIBYTE));
        }
    }

    /** The input as given and, where it is quantized, as codes and back; the outputs of the three paths. */
    static long bytes(ConvShape shape, LayerParams params) {
        long perInput = Float.BYTES;
        if (params.input().isPresent()) {
            perInput += Integer.BYTES + Float.BYTES;
        }
        long perOutput = 2 * Float.BYTES + 2 * Long.BYTES;
        if (params.hasIntegerBias()) {
            perOutput += Long.BYTES;
        }
        if (params.output().isPresent()) {
            perOutput += 2 * Integer.BYTES;
        }
        return perInput * shape.input().size() + perOutput * shape.output().size();
    }
}
