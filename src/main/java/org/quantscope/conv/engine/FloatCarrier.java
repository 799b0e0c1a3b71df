package org.quantscope.conv.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Integers that travel in float32. Sums that begin at {@link #ORIGIN} and move no further than {@link #REACH} from it are
 * exact in any order, because float32 has no fractions there and every integer; and the bits of such a float are an integer
 * that counts with it, so that no conversion is needed to read it.
 */
final class FloatCarrier {
    /** 1.5 · 2^23. */
    static final float ORIGIN = 12582912f;
    /** The largest sum of magnitudes that may be added to the origin: 2^22. */
    static final int REACH = 1 << 22;
    /** The bits of the origin. */
    static final int ORIGIN_BITS = Float.floatToRawIntBits(ORIGIN);

    private final FloatBuffer floats;
    private final IntBuffer bits;

    /** @param capacity values at once */
    FloatCarrier(int capacity) {
        ByteBuffer memory = ByteBuffer.allocateDirect(capacity * Float.BYTES).order(ByteOrder.nativeOrder());
        this.floats = memory.asFloatBuffer();
        this.bits = memory.asIntBuffer();
    }

    /** What {@code count} sums that began at the origin stand for. */
    void integers(float[] sums, int[] integers, int count) {
        floats.put(0, sums, 0, count);
        bits.get(0, integers, 0, count);
        for (int i = 0; i < count; i++) {
            integers[i] -= ORIGIN_BITS;
        }
    }
}
