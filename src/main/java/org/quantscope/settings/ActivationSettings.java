package org.quantscope.settings;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
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
 * @param scale scale set by hand, taken exactly
 * @param zeroPoint zero point set by hand, taken exactly
 */
public record ActivationSettings(
        QuantType type,
        QuantScheme scheme,
        RangeChoice range,
        Rounding rounding,
        Optional<Float> scale,
        OptionalInt zeroPoint) {

    /** What a model opens with: uint8, affine, min-max. */
    public static final ActivationSettings DEFAULT = new ActivationSettings(
            QuantType.UINT8,
            QuantScheme.AFFINE,
            RangeChoice.MIN_MAX,
            Rounding.HALF_TO_EVEN,
            Optional.empty(),
            OptionalInt.empty());

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
                new ActivationSettings(type, scheme, range, rounding, Optional.empty(), OptionalInt.empty()));
        boolean sameScale = derived.isPresent() && scale.equals(derived.map(QuantParams::scale));
        boolean sameZeroPoint = derived.isPresent() && zeroPoint.equals(OptionalInt.of(derived.get().zeroPoint()));
        return new ActivationSettings(
                type,
                scheme,
                range,
                rounding,
                sameScale ? Optional.empty() : scale,
                sameZeroPoint ? OptionalInt.empty() : zeroPoint);
    }

    public ActivationSettings withType(QuantType newType) {
        return new ActivationSettings(newType, scheme, range, rounding, scale, zeroPoint);
    }

    public ActivationSettings withScheme(QuantScheme newScheme) {
        return new ActivationSettings(type, newScheme, range, rounding, scale, zeroPoint);
    }

    /** A new range replaces a scale and a zero point typed earlier. */
    public ActivationSettings withRange(RangeChoice newRange) {
        return new ActivationSettings(type, scheme, newRange, rounding, Optional.empty(), OptionalInt.empty());
    }

    public ActivationSettings withScale(float newScale) {
        return new ActivationSettings(type, scheme, range, rounding, Optional.of(newScale), zeroPoint);
    }

    public ActivationSettings withZeroPoint(int newZeroPoint) {
        return new ActivationSettings(type, scheme, range, rounding, scale, OptionalInt.of(newZeroPoint));
    }
}
