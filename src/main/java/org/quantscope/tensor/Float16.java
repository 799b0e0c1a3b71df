package org.quantscope.tensor;

/** IEEE 754 half precision: 1 sign bit, 5 exponent bits, 10 fraction bits. */
public final class Float16 {
    private static final float SUBNORMAL_STEP = 0x1p-24f;

    private Float16() {}

    /** The float32 of the same value; every half has one. NaN stays NaN. */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >> 10 & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * SUBNORMAL_STEP;
            return Float.intBitsToFloat(sign | Float.floatToRawIntBits(magnitude));
        }
        int wide = exponent == 0x1f ? 0xff : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }
}
