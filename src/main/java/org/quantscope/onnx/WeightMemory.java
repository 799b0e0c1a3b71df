package org.quantscope.onnx;

import java.util.Locale;

/**
 * Hands out the arrays that weights are decoded into and stops before they exhaust the heap. A small file can name one
 * tensor in thousands of nodes that each need their own arrangement of it, so the file's size alone bounds nothing.
 */
final class WeightMemory {
    private final long limit;
    private long handedOut;

    /** @param limit bytes that all arrays together may take */
    WeightMemory(long limit) {
        this.limit = limit;
    }

    static WeightMemory ofThisProcess() {
        return new WeightMemory(Runtime.getRuntime().maxMemory() / 2);
    }

    float[] floats(int count) {
        reserve(count);
        return new float[count];
    }

    /** Counts an array that is made elsewhere. */
    void reserve(int count) {
        handedOut += (long) count * Float.BYTES;
        if (handedOut > limit) {
            throw new DefectException(String.format(
                    Locale.ROOT,
                    "its weights need more than the %d MB that Java may use for them; start it with a larger -Xmx",
                    limit >> 20));
        }
    }
}
