package org.quantscope.quant;

/**
 * Scale and zero point from a range: as ONNX Runtime's quantizer chooses them (arithmetic contract, (4) to (9)), or as
 * micronet does.
 */
public final class ParameterChoice {
    private static final double SMALLEST_SCALE = 1.17549435e-38;

    private ParameterChoice() {}

    /** The parameters of an affine formula, chosen as its library chooses them. */
    public static QuantParams choose(
            ClippingRange range, QuantType type, QuantScheme scheme, Rounding rounding, Formula formula) {
        return switch (formula) {
            case MICRONET -> MicronetChoice.divisor(range, type, scheme, rounding);
            case MICRONET_2020 -> MicronetChoice.multiplier(range, type, scheme, rounding);
            default -> choose(range, type, scheme, rounding);
        };
    }

    /**
     * Chooses the parameters that spread the codes of {@code type} over {@code range}. Real zero is always inside. A
     * range without extent gives scale 1 and zero point 0.
     */
    public static QuantParams choose(ClippingRange range, QuantType type, QuantScheme scheme, Rounding rounding) {
        float lo = Math.min(range.min(), 0f); // (4)
        float hi = Math.max(range.max(), 0f);
        if (scheme == QuantScheme.SYMMETRIC) { // (5)
            float largest = Math.max(Math.abs(lo), Math.abs(hi));
            lo = -largest;
            hi = largest;
        }
        float width = hi - lo;
        int codes = type.qmax() - type.qmin();
        // Twice the largest float overflows; the difference in double keeps such a range usable.
        double step = (Float.isInfinite(width) ? (double) hi - lo : (double) width) / codes; // (6)
        if (step < SMALLEST_SCALE) { // (7)
            return new QuantParams(type, 1f, 0, rounding);
        }
        int zeroPoint = scheme == QuantScheme.SYMMETRIC // (8)
                ? (int) Math.rint((type.qmin() + type.qmax()) / 2.0)
                : (int) Math.rint(type.qmin() - lo / step);
        return new QuantParams(type, (float) step, zeroPoint, rounding); // (9)
    }
}
