package org.quantscope.settings;

import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Collection;
import java.util.Optional;
import java.util.Optional;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;

/** The edits of a layer's weights that change more than one choice, so that window and commands make them alike. */
public final class WeightEdits {
    private WeightEdits() {}

    /**
     * A symmetric scheme has no room for zero points set by hand: they go. micronet's schemes come with a type of their
     * own; methods that have no scheme give way to ONNX's formula.
     */
    public static WeightSettings withScheme(WeightSettings weight, QuantScheme scheme) {
        if (!weight.formula().isAffine()) {
            return withScheme(withFormula(weight, Formula.ONNX), scheme);
        }
        boolean bringsType = weight.formula().isMicronet() && scheme != weight.scheme();
        QuantType type = bringsType ? FormulaTypes.weight(weight.formula(), scheme, weight.type()) : weight.type();
        WeightSettings typed = weight.withScheme(scheme).withType(type);
        if (scheme == QuantScheme.AFFINE) {
            return typed;
        }
        TreeMap<Integer, ChannelOverride> kept = new TreeMap<>();
        weight.overrides().forEach((channel, own) -> kept.put(
                channel, new ChannelOverride(own.bits(), own.range(), own.scale(), Optional.empty())));
        return typed.withOverrides(kept);
    }

    /**
     * Another formula, with the type and the rounding that belong to it. Scales and zero points set by hand were in the
     * words of the old one and go; what is not affine leaves no room for single channels at all.
     */
    public static WeightSettings withFormula(WeightSettings weight, Formula formula) {
        TreeMap<Integer, ChannelOverride> kept = new TreeMap<>();
        if (formula.isAffine()) {
            weight.overrides().forEach((channel, own) -> kept.put(
                    channel, new ChannelOverride(own.bits(), own.range(), Optional.empty(), Optional.empty())));
        }
        QuantScheme scheme = formula.isAffine() ? weight.scheme() : QuantScheme.SYMMETRIC;
        boolean signs = weight.formula() == Formula.TERNARY_WEIGHT || weight.formula() == Formula.BINARY_WEIGHT;
        QuantType bits = signs ? WeightSettings.DEFAULT.type() : weight.type();
        return weight.withFormula(formula)
                .withScheme(scheme)
                .withType(FormulaTypes.weight(formula, scheme, bits))
                .withRounding(FormulaTypes.rounding(formula))
                .withOverrides(kept);
    }

    /** A zero point for some channels; in the symmetric scheme the layer becomes affine first. */
    public static WeightSettings withZeroPoint(WeightSettings weight, Collection<Integer> channels, float zeroPoint) {
        return withScheme(weight, QuantScheme.AFFINE).withOverride(channels, own -> own.withZeroPoint(zeroPoint));
    }

    /** Real zero at a code for some channels, in whatever words the layer's formula has for that. */
    public static WeightSettings withOrigin(WeightSettings weight, Collection<Integer> channels, int code) {
        return withZeroPoint(weight, channels, weight.formula().isMicronet() ? -code : code);
    }

    /**
     * One range for the whole layer. Ranges, scales and zero points set by hand for single channels go, except those of
     * locked channels.
     */
    public static WeightSettings withLayerRange(WeightSettings weight, RangeChoice range) {
        TreeMap<Integer, ChannelOverride> kept = new TreeMap<>();
        weight.overrides().forEach((channel, own) -> kept.put(channel, weight.locked().contains(channel)
                ? own
                : new ChannelOverride(own.bits(), Optional.empty(), Optional.empty(), Optional.empty())));
        return weight.withRange(range).withOverrides(kept);
    }

    public static WeightSettings withChannelRange(
            WeightSettings weight, Collection<Integer> channels, ClippingRange range) {
        return weight.withOverride(channels, own -> own.withRange(range));
    }

    /** Takes back what was set by hand for some channels, passing by the locked ones. */
    public static WeightSettings reset(WeightSettings weight, Collection<Integer> channels) {
        return weight.withOverride(channels, own -> ChannelOverride.NONE);
    }

    public static WeightSettings withLock(WeightSettings weight, Collection<Integer> channels, boolean locked) {
        TreeSet<Integer> changed = new TreeSet<>(weight.locked());
        if (locked) {
            changed.addAll(channels);
        } else {
            changed.removeAll(channels);
        }
        return weight.withLocked(changed);
    }
}
