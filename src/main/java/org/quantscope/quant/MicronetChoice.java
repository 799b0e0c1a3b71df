package org.quantscope.quant;

/**
 * Scale and z from a range as micronet chooses them (arithmetic contract, section 5, the table under (10) and (11)).
 * Real zero is not forced into the range. The steps are float32, as there.
 */
final class MicronetChoice {
    private static final float SMALLEST_SCALE = 1.1920929e-7f;

    private MicronetChoice() {}

    /**
     * (10): symmetric {@code s = a / ((qmax − qmin) / 2)}, which is a/127 for narrow weights and a/127.5 for activations;
     * asymmetric {@code s = (max − min) / (qmax − qmin)}, {@code z = haz(min / s)}.
     */
    static QuantParams divisor(ClippingRange range, QuantType type, QuantScheme scheme, Rounding rounding) {
        float codes = type.qmax() - type.qmin();
        boolean symmetric = scheme == QuantScheme.SYMMETRIC;
        float wanted = symmetric ? largest(range) / (codes / 2) : (range.max() - range.min()) / codes;
        float scale = Math.min(Float.MAX_VALUE, Math.max(SMALLEST_SCALE, wanted));
        float steps = Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, range.min() / scale));
        float z = symmetric ? 0 : (float) Rounding.HALF_AWAY_FROM_ZERO.round(steps);
        return new QuantParams(type, scale, z, rounding, Formula.MICRONET);
    }

    /**
     * (11): symmetric {@code m = qmax / a}; asymmetric {@code m = (qmax − qmin) / (max − min)}, {@code z = rte(min · m)}.
     * A range without extent would give an infinite multiplier; it gives 1 and 0.
     */
    static QuantParams multiplier(ClippingRange range, QuantType type, QuantScheme scheme, Rounding rounding) {
        boolean symmetric = scheme == QuantScheme.SYMMETRIC;
        float scale = symmetric
                ? type.qmax() / largest(range)
                : (type.qmax() - type.qmin()) / (range.max() - range.min());
        if (!Float.isFinite(scale) || scale < Float.MIN_NORMAL) {
            return new QuantParams(type, 1, 0, rounding, Formula.MICRONET_2020);
        }
        float z = symmetric ? 0 : (float) Rounding.HALF_TO_EVEN.round(range.min() * scale);
        return new QuantParams(type, scale, z, rounding, Formula.MICRONET_2020);
    }

    private static float largest(ClippingRange range) {
        return Math.max(Math.abs(range.min()), Math.abs(range.max()));
    }
}
