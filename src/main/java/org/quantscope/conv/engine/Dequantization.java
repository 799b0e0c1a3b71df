package org.quantscope.conv.engine;

import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/** Compares every byte as oneDNN dequantizes it with {@code scale · (code − zero point)} in float32, bit by bit. */
final class Dequantization {
    private static final int CODES = 256;
    private static final float[] SCALES = {1f, 0.37f, 1f / 3, 0.0157f, 7.3e-12f, 4.1e9f};
    private static final int[] ZERO_POINTS = {0, 1, 100, 128, 255};

    private Dequantization() {}

    static boolean isExact(OneDnn library) {
        library.oneThread();
        byte[] codes = new byte[CODES];
        for (int code = 0; code < CODES; code++) {
            codes[code] = (byte) code;
        }
        float[] values = new float[CODES];
        try (stream stream = library.newStream();
                BytePointer from = new BytePointer(codes);
                FloatPointer to = new FloatPointer(CODES);
                OneDnnCopy copy = OneDnnCopy.dequantizing(library, CODES / 4, 4, 4)) {
            for (float scale : SCALES) {
                for (int zeroPoint : ZERO_POINTS) {
                    copy.parameters(scale, zeroPoint);
                    copy.run(stream, from, to);
                    to.get(values);
                    for (int code = 0; code < CODES; code++) {
                        // As numbers: a zero of either sign adds nothing.
                        if (values[code] != scale * (code - zeroPoint)) {
                            return false;
                        }
                    }
                }
            }
        }
        return true;
    }
}
