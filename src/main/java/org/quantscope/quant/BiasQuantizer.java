package org.quantscope.quant;

/**
 * The integer bias, equation (24). Its zero point is 0 and its scale that of the accumulator, so that it can be added
 * to the accumulator as it is.
 */
public final class BiasQuantizer {
    private final int bits;

    /** @param bits 16 or 32 */
    public BiasQuantizer(int bits) {
        String fault = bitsFault(bits);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        this.bits = bits;
    }

    /** Why a width cannot be that of a bias, as a sentence, or null if it can. */
    public static String bitsFault(int bits) {
        return bits == 16 || bits == 32 ? null : "An integer bias has 16 or 32 bits, not " + bits + ".";
    }

    /** The bias scale {@code f32(s_x · s_o)}. */
    public static float scale(float inputScale, float weightScale) {
        return inputScale * weightScale;
    }

    /** The code of a bias: {@code clamp(rte(double(bias) / double(scale)))}; 0 for a bias of 0 whatever the scale. */
    public int quantize(float bias, float scale) {
        double code = bias == 0 ? 0 : Math.rint((double) bias / (double) scale);
        double highest = Math.scalb(1.0, bits - 1) - 1;
        return (int) Math.max(-highest - 1, Math.min(highest, code));
    }

    /** The bias that the code stands for, {@code f32(scale · code)}; the fake-quant path adds this one. */
    public static float dequantize(int code, float scale) {
        return scale * code;
    }
}
