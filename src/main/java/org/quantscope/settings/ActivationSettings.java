package org.quantscope.settings;

import java.util.Optional;
import java.util.function.Function;
import org.quantscope.calibrate.RangeTarget;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Rounding;

/**
 * The choices for a layer's input or output.
 *
 * @param type bits, sign and narrow range
 * @param scheme symmetric or affine
 * @param range where the range comes from
 * @param rounding what happens half-way between two codes
 * @param formula how codes and values belong together; what is not affine follows from the bit-width alone
 * @param scale scale set by hand in the formula's words, taken exactly
 * @param zeroPoint zero point set by hand in the formula's words, taken exactly
 */
public record ActivationSettings(
        QuantType type,
        QuantScheme scheme,
        RangeChoice range,
        Rounding rounding,
        Formula formula,
        Optional<Float> scale,
        Optional<Float> zeroPoint) {

    /** What a model opens with: uint8, affine, min-max. */
    public static final ActivationSettings DEFAULT = new ActivationSettings(
            QuantType.UINT8,
            QuantScheme.AFFINE,
            RangeChoice.MIN_MAX,
            Rounding.HALF_TO_EVEN,
            Formula.ONNX,
            Optional.empty(),
            Optional.empty());

    /**
     * The same without a scale and a zero point that the choices give anyway, bit for bit.
     *
     * @param derive what choices without a scale and a zero point set by hand give; empty while nothing is observed
     */
    public ActivationSettings withoutRedundant(Function<ActivationSettings, Optional<QuantParams>> derive) {
        if (scale.isEmpty() && zeroPoint.isEmpty()) {
            return this;
        }
        Optional<QuantParams> derived = derive.apply(
                new ActivationSettings(type, scheme, range, rounding, formula, Optional.empty(), Optional.empty()));
        boolean sameScale = derived.isPresent() && scale.equals(derived.map(QuantParams::scale));
        boolean sameZeroPoint = derived.isPresent() && zeroPoint.equals(derived.map(QuantParams::zeroPoint));
        return new ActivationSettings(
                type,
                scheme,
                range,
                rounding,
                formula,
                sameScale ? Optional.empty() : scale,
                sameZeroPoint ? Optional.empty() : zeroPoint);
    }

    /** What the range is for. */
    public RangeTarget rangeTarget() {
        return new RangeTarget(type, scheme, rounding, formula);
    }

    public ActivationSettings withType(QuantType newType) {
        return new ActivationSettings(newType, scheme, range, rounding, formula, scale, zeroPoint);
    }

    /** micronet's schemes come with a type of their own; methods that have no scheme give way to ONNX's formula. */
    public ActivationSettings withScheme(QuantScheme newScheme) {
        if (!formula.isAffine()) {
            return withFormula(Formula.ONNX).withScheme(newScheme);
        }
        boolean bringsType = formula.isMicronet() && newScheme != scheme;
        QuantType newType = bringsType ? FormulaTypes.activation(formula, newScheme, type) : type;
        return new ActivationSettings(newType, newScheme, range, rounding, formula, scale, zeroPoint);
    }

    /** A new range replaces a scale and a zero point typed earlier. */
    public ActivationSettings withRange(RangeChoice newRange) {
        return new ActivationSettings(type, scheme, newRange, rounding, formula, Optional.empty(), Optional.empty());
    }

    public ActivationSettings withScale(float newScale) {
        return new ActivationSettings(type, scheme, range, rounding, formula, Optional.of(newScale), zeroPoint);
    }

    /** The zero point follows from the range again. */
    public ActivationSettings withoutZeroPoint() {
        return new ActivationSettings(type, scheme, range, rounding, formula, scale, Optional.empty());
    }

    public ActivationSettings withZeroPoint(float newZeroPoint) {
        return new ActivationSettings(type, scheme, range, rounding, formula, scale, Optional.of(newZeroPoint));
    }

    /**
     * Another formula, with the type and the rounding that belong to it. A scale and a zero point set by hand were in the
     * words of the old one and go.
     */
    public ActivationSettings withFormula(Formula newFormula) {
        QuantType bits = formula == Formula.BINARY_ACTIVATION ? DEFAULT.type() : type;
        QuantType newType = FormulaTypes.activation(newFormula, scheme, bits);
        return new ActivationSettings(newType, scheme, range, FormulaTypes.rounding(newFormula), newFormula,
                Optional.empty(), Optional.empty());
    }
}
