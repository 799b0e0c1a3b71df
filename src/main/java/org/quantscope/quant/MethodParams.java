package org.quantscope.quant;

/** The parameters of the formulas that are not affine: they follow from the bit-width, or from α alone. */
public final class MethodParams {
    private static final QuantType SIGNS = new QuantType(2, true, true);

    private MethodParams() {}

    /** (15): codes 0 to n, {@code x̂ = 2q/n − 1}, in affine words the scale 2/n and the zero point n/2. */
    public static QuantParams dorefaWeight(int bits) {
        QuantType type = new QuantType(bits, false, false);
        return new QuantParams(
                type, 2f / type.qmax(), type.qmax() / 2f, Rounding.HALF_AWAY_FROM_ZERO, Formula.DOREFA_WEIGHT);
    }

    /** (14): codes 0 to n, {@code x̂ = q/n}. */
    public static QuantParams dorefaActivation(int bits) {
        QuantType type = new QuantType(bits, false, false);
        return new QuantParams(type, 1f / type.qmax(), 0, Rounding.HALF_AWAY_FROM_ZERO, Formula.DOREFA_ACTIVATION);
    }

    /**
     * (16), (17): codes −1, 0 and 1 times α.
     *
     * @param formula ternary or binary weights
     * @param alpha of one output channel; a channel without magnitude has the codes 0 and gets the scale 1
     */
    public static QuantParams scaledSigns(Formula formula, float alpha) {
        float scale = alpha == 0 ? 1 : Math.max(Float.MIN_NORMAL, alpha);
        return new QuantParams(SIGNS, scale, 0, Rounding.HALF_TO_EVEN, formula);
    }

    /** (18): codes −1 and 1. */
    public static QuantParams signs() {
        return new QuantParams(SIGNS, 1, 0, Rounding.HALF_TO_EVEN, Formula.BINARY_ACTIVATION);
    }
}
