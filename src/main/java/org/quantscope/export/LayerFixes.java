package org.quantscope.export;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.quantscope.model.Layer;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Rounding;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.ChannelOverride;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.WeightEdits;
import org.quantscope.settings.WeightSettings;

/** The edits that the rules offer. Each passes by what is locked; where that leaves the finding, it is not offered. */
final class LayerFixes {
    static final LayerFix ONE_WIDTH =
            weight("One bit-width for all channels", weight -> withoutChannelBits(weight, weight.type()));
    static final LayerFix ZERO_POINT_ZERO = weight(
            "Make zero point 0", weight -> WeightEdits.withScheme(signed(weight), QuantScheme.SYMMETRIC));
    static final LayerFix SIGNED_WEIGHTS = weight("Signed weights", LayerFixes::signed);
    static final LayerFix DROP_LOWEST_CODE =
            weight("Drop code −128", weight -> weight.withType(weight.type().withNarrowRange(true)));
    static final LayerFix EVERY_WEIGHT_CODE =
            weight("Use every code", weight -> weight.withType(weight.type().withNarrowRange(false)));
    static final LayerFix WEIGHTS_HALF_EVEN =
            weight("Round half to even", weight -> weight.withRounding(Rounding.HALF_TO_EVEN));
    static final LayerFix WEIGHTS_BY_ONNX =
            weight("Use ONNX's formula", LayerFixes::byOnnx);
    static final LayerFix FLOAT_WEIGHTS =
            new LayerFix("Leave the weights float", layer -> layer.withWeight(Optional.empty()));
    static final LayerFix BIAS_OF_32_BITS =
            new LayerFix("Use a 32-bit bias", layer -> layer.withBiasBits(OptionalInt.of(32)));
    static final LayerFix FLOAT32_REQUANTIZATION = new LayerFix(
            "Requantize by float32", layer -> layer.withRequantization(Optional.empty()));
    /** A float bias can only be requantized in double precision. */
    static final LayerFix FLOAT32_WITH_BIAS = new LayerFix(
            "Requantize by float32, with a 32-bit bias",
            layer -> layer.withRequantization(Optional.empty()).withBiasBits(OptionalInt.of(32)));
    static final LayerFix EXACT_ACCUMULATOR =
            new LayerFix("Exact accumulator", layer -> layer.withAccumulator(Optional.empty()));

    static final LayerFix SHIFT = new LayerFix(
            "Requantize by shift",
            layer -> layer.withRequantization(Optional.of(RequantizationProfile.POWER_OF_TWO)));
    static final LayerFix SHIFT_WITH_BIAS = new LayerFix(
            "Requantize by shift, with a 32-bit bias",
            layer -> layer.withRequantization(Optional.of(RequantizationProfile.POWER_OF_TWO))
                    .withBiasBits(OptionalInt.of(32)));
    static final LayerFix IN_BYTES = new LayerFix("Use int8 weights and uint8 activations", LayerFixes::inBytes);

    private static final int BYTE = 8;

    private LayerFixes() {}

    static LayerFix weight(String label, UnaryOperator<WeightSettings> change) {
        return new LayerFix(label, layer -> layer.withWeight(layer.weight().map(change)));
    }

    /** @param role {@code input} or {@code output} */
    static LayerFix activation(String label, String role, UnaryOperator<ActivationSettings> change) {
        return new LayerFix(label, layer -> withActivation(layer, role, change));
    }

    static LayerSettings withActivation(LayerSettings layer, String role, UnaryOperator<ActivationSettings> change) {
        return role.equals("input")
                ? layer.withInput(layer.input().map(change))
                : layer.withOutput(layer.output().map(change));
    }

    /** @param tensor {@code weight}, {@code input} or {@code output} */
    static LayerFix bits(String tensor, int bits) {
        String label = "Use " + bits + " bits";
        return tensor.equals("weight")
                ? weight(label, weight -> withoutChannelBits(weight, weight.type().withBits(bits)))
                : activation(label, tensor, own -> own.withType(own.type().withBits(bits)));
    }

    static LayerFix signedActivation(String role) {
        return activation(role.equals("input") ? "Signed input" : "Signed output", role, LayerFixes::signed);
    }

    static LayerFix signedActivationByOnnx(String role) {
        return activation("Use ONNX's formula, signed", role, own -> signed(byOnnx(own)));
    }

    static LayerFix unsignedActivation(String role) {
        return activation(role.equals("input") ? "Unsigned input" : "Unsigned output", role, LayerFixes::unsigned);
    }

    static LayerFix activationHalfEven(String role) {
        return activation("Round half to even", role, own -> new ActivationSettings(
                own.type(), own.scheme(), own.range(), Rounding.HALF_TO_EVEN, own.formula(), own.scale(),
                own.zeroPoint()));
    }

    static LayerFix activationByOnnx(String role) {
        return activation("Use ONNX's formula", role, LayerFixes::byOnnx);
    }

    static LayerFix everyActivationCode(String role) {
        return activation("Use every code", role, own -> own.withType(own.type().withNarrowRange(false)));
    }

    static LayerFix activationZeroPointZero(String role) {
        return activation("Make zero point 0", role,
                own -> signed(own).withScheme(QuantScheme.SYMMETRIC).withoutZeroPoint());
    }

    /** The clamp of the activation that the model itself has behind the layer, or none. */
    static LayerFix ownClamp(Layer layer) {
        return new LayerFix("The model's own clamp", choices -> choices.withClamp(
                layer.activation().map(fused -> new Clamp(fused.lo(), fused.hi()))));
    }

    /** Int8 weights and uint8 activations, also of what was float: what every integer operator takes. */
    private static LayerSettings inBytes(LayerSettings layer) {
        WeightSettings weight = layer.weight().orElse(WeightSettings.DEFAULT);
        LayerSettings signed = layer.withWeight(
                Optional.of(withoutChannelBits(signed(weight), signed(weight).type().withBits(BYTE))));
        return signed.withInput(Optional.of(unsignedByte(layer.input())))
                .withOutput(Optional.of(unsignedByte(layer.output())))
                .withBiasBits(OptionalInt.of(32));
    }

    private static ActivationSettings unsignedByte(Optional<ActivationSettings> given) {
        ActivationSettings own = unsigned(given.orElse(ActivationSettings.DEFAULT));
        return own.withType(own.type().withBits(BYTE).withNarrowRange(false));
    }

    private static WeightSettings withoutChannelBits(WeightSettings weight, QuantType type) {
        TreeMap<Integer, ChannelOverride> kept = new TreeMap<>();
        weight.overrides().forEach((channel, own) -> kept.put(channel, weight.locked().contains(channel)
                ? own
                : new ChannelOverride(OptionalInt.empty(), own.range(), own.scale(), own.zeroPoint())));
        return weight.withType(type).withOverrides(kept);
    }

    private static WeightSettings byOnnx(WeightSettings weight) {
        return weight.formula() == Formula.ONNX ? weight : WeightEdits.withFormula(weight, Formula.ONNX);
    }

    private static ActivationSettings byOnnx(ActivationSettings own) {
        return own.formula() == Formula.ONNX ? own : own.withFormula(Formula.ONNX);
    }

    /** Codes one half range lower: zero points set by hand move along, so that the real values stay. */
    private static WeightSettings signed(WeightSettings weight) {
        if (weight.type().signed()) {
            return weight;
        }
        TreeMap<Integer, ChannelOverride> moved = new TreeMap<>();
        weight.overrides().forEach((channel, own) -> moved.put(channel, new ChannelOverride(
                own.bits(), own.range(), own.scale(),
                own.zeroPoint().map(zero -> zero + towardsSigned(
                        weight.formula(), own.bits().orElse(weight.type().bits()))))));
        return weight.withType(weight.type().withSigned(true)).withOverrides(moved);
    }

    private static ActivationSettings signed(ActivationSettings own) {
        return moved(own, true, towardsSigned(own.formula(), own.type().bits()));
    }

    private static ActivationSettings unsigned(ActivationSettings own) {
        return moved(own, false, -towardsSigned(own.formula(), own.type().bits()));
    }

    private static ActivationSettings moved(ActivationSettings own, boolean signed, float by) {
        if (own.type().signed() == signed) {
            return own;
        }
        return new ActivationSettings(
                own.type().withSigned(signed), own.scheme(), own.range(), own.rounding(), own.formula(), own.scale(),
                own.zeroPoint().map(zero -> zero + by));
    }

    /** What is added to a zero point, which has the other sign in micronet's formulas. */
    private static float towardsSigned(Formula formula, int bits) {
        float half = 1 << (bits - 1);
        return formula.isMicronet() ? half : -half;
    }
}
