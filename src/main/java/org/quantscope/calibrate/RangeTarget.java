package org.quantscope.calibrate;

import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.Formula;
import org.quantscope.quant.ParameterChoice;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Rounding;

/**
 * What a range is wanted for: the range of least squared error depends on the number of codes and on where they lie.
 *
 * @param type bits, sign and narrow range of the codes
 * @param scheme symmetric or affine
 * @param rounding what happens half-way between two codes
 * @param formula an affine formula
 */
public record RangeTarget(QuantType type, QuantScheme scheme, Rounding rounding, Formula formula) {
    /** What activations open with. */
    public static final RangeTarget UINT8_AFFINE =
            new RangeTarget(QuantType.UINT8, QuantScheme.AFFINE, Rounding.HALF_TO_EVEN, Formula.ONNX);
    /** What weights open with. */
    public static final RangeTarget INT8_SYMMETRIC =
            new RangeTarget(QuantType.INT8_NARROW, QuantScheme.SYMMETRIC, Rounding.HALF_TO_EVEN, Formula.ONNX);

    public boolean isSymmetric() {
        return scheme == QuantScheme.SYMMETRIC;
    }

    /** The parameters that a range leads to. */
    public QuantParams params(ClippingRange range) {
        return ParameterChoice.choose(range, type, scheme, rounding, formula);
    }
}
