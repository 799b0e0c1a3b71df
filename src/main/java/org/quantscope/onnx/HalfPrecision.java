package org.quantscope.onnx;

import org.quantscope.tensor.Float16;

/** The two 16-bit real types of ONNX, as float32. Every value of both is exact in float32. */
final class HalfPrecision {
    private HalfPrecision() {}

    /** IEEE 754 binary16 bits: 1 sign, 5 exponent (bias 15), 10 fraction. */
    static float fromFloat16(int bits) {
        return Float16.toFloat((short) bits);
    }

    /** bfloat16 bits: the upper half of a float32. */
    static float fromBfloat16(int bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** The nearest binary16 value, ties to even; beyond 65504 by half a step or more it is infinite. */
    static float roundToFloat16(float value) {
        float magnitude = Math.abs(value);
        if (!(magnitude < 65520f)) {
            return Float.isNaN(value) ? value : Math.copySign(Float.POSITIVE_INFINITY, value);
        }
        // Below 2^-14 binary16 is subnormal: its steps stay 2^-24.
        float step = Math.max(Math.ulp(magnitude) * 0x1p13f, 0x1p-24f);
        return Math.copySign((float) (Math.rint((double) magnitude / step) * step), value);
    }

    /** The nearest bfloat16 value, ties to even. */
    static float roundToBfloat16(float value) {
        if (Float.isNaN(value)) {
            return value;
        }
        int bits = Float.floatToRawIntBits(value);
        int rounded = bits + 0x7fff + (bits >>> 16 & 1);
        return Float.intBitsToFloat(rounded & 0xffff0000);
    }
}
