package org.quantscope.settings;

import org.quantscope.quant.Formula;
import org.quantscope.quant.MethodParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Rounding;

/** The type and the rounding that come with a formula (arithmetic contract, section 5). */
public final class FormulaTypes {
    private static final QuantType SIGNS = MethodParams.signs().type();

    private FormulaTypes() {}

    /** What weights get when a person chooses the formula; of {@code now}, the bit-width stays where it can. */
    public static QuantType weight(Formula formula, QuantScheme scheme, QuantType now) {
        boolean symmetric = scheme == QuantScheme.SYMMETRIC;
        return switch (formula) {
            case MICRONET -> new QuantType(now.bits(), symmetric, true);
            case MICRONET_2020 -> new QuantType(now.bits(), symmetric, false);
            case DOREFA_WEIGHT -> dorefa(now.bits());
            case TERNARY_WEIGHT, BINARY_WEIGHT -> SIGNS;
            default -> new QuantType(now.bits(), true, true);
        };
    }

    /** What an input or output gets when a person chooses the formula. */
    public static QuantType activation(Formula formula, QuantScheme scheme, QuantType now) {
        boolean symmetric = scheme == QuantScheme.SYMMETRIC;
        return switch (formula) {
            case MICRONET, MICRONET_2020 -> new QuantType(now.bits(), symmetric, false);
            case DOREFA_ACTIVATION -> dorefa(now.bits());
            case BINARY_ACTIVATION -> SIGNS;
            default -> new QuantType(now.bits(), false, false);
        };
    }

    public static Rounding rounding(Formula formula) {
        return switch (formula) {
            case MICRONET, DOREFA_WEIGHT, DOREFA_ACTIVATION -> Rounding.HALF_AWAY_FROM_ZERO;
            default -> Rounding.HALF_TO_EVEN;
        };
    }

    /** Codes from 0 to n = 2^k − 1. */
    public static QuantType dorefa(int bits) {
        return new QuantType(bits, false, false);
    }

    /** The codes −1, 0 and 1 of ternary and binary tensors. */
    public static QuantType signs() {
        return SIGNS;
    }
}
