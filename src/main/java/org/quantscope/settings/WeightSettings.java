package org.quantscope.settings;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.quantscope.calibrate.RangeTarget;
import org.quantscope.quant.Formula;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Rounding;

/**
 * The choices for one layer's weights.
 *
 * @param type bits, sign and narrow range of every channel that has no bit-width of its own
 * @param scheme symmetric or affine
 * @param granularity one range for the tensor or one for each channel
 * @param range where the range comes from
 * @param rounding what happens half-way between two codes
 * @param formula how codes and values belong together; what is not affine follows from weights and bit-width alone
 * @param overrides what was set by hand, by output channel; no entry is {@link ChannelOverride#NONE}
 * @param locked channels that edits of a selection or of the layer pass by
 */
public record WeightSettings(
        QuantType type,
        QuantScheme scheme,
        Granularity granularity,
        RangeChoice range,
        Rounding rounding,
        Formula formula,
        SortedMap<Integer, ChannelOverride> overrides,
        SortedSet<Integer> locked) {

    /** What a model opens with: int8, symmetric, narrow, per channel, min-max. */
    public static final WeightSettings DEFAULT = new WeightSettings(
            QuantType.INT8_NARROW,
            QuantScheme.SYMMETRIC,
            Granularity.PER_CHANNEL,
            RangeChoice.MIN_MAX,
            Rounding.HALF_TO_EVEN,
            Formula.ONNX,
            Collections.emptySortedMap(),
            Collections.emptySortedSet());

    public WeightSettings {
        TreeMap<Integer, ChannelOverride> kept = new TreeMap<>(overrides);
        kept.values().removeIf(ChannelOverride::isNone);
        overrides = Collections.unmodifiableSortedMap(kept);
        locked = Collections.unmodifiableSortedSet(new TreeSet<>(locked));
    }

    public ChannelOverride override(int channel) {
        return overrides.getOrDefault(channel, ChannelOverride.NONE);
    }

    /** What the range is for. */
    public RangeTarget rangeTarget() {
        return new RangeTarget(type, scheme, rounding, formula);
    }

    public WeightSettings withType(QuantType newType) {
        return new WeightSettings(newType, scheme, granularity, range, rounding, formula, overrides, locked);
    }

    public WeightSettings withScheme(QuantScheme newScheme) {
        return new WeightSettings(type, newScheme, granularity, range, rounding, formula, overrides, locked);
    }

    public WeightSettings withGranularity(Granularity newGranularity) {
        return new WeightSettings(type, scheme, newGranularity, range, rounding, formula, overrides, locked);
    }

    public WeightSettings withRange(RangeChoice newRange) {
        return new WeightSettings(type, scheme, granularity, newRange, rounding, formula, overrides, locked);
    }

    public WeightSettings withRounding(Rounding newRounding) {
        return new WeightSettings(type, scheme, granularity, range, newRounding, formula, overrides, locked);
    }

    public WeightSettings withFormula(Formula newFormula) {
        return new WeightSettings(type, scheme, granularity, range, rounding, newFormula, overrides, locked);
    }

    public WeightSettings withOverrides(Map<Integer, ChannelOverride> newOverrides) {
        return new WeightSettings(type, scheme, granularity, range, rounding, formula, new TreeMap<>(newOverrides), locked);
    }

    public WeightSettings withLocked(Set<Integer> newLocked) {
        return new WeightSettings(type, scheme, granularity, range, rounding, formula, overrides, new TreeSet<>(newLocked));
    }

    /** Changes what is set by hand for the given channels, passing by the locked ones. */
    public WeightSettings withOverride(Iterable<Integer> channels, UnaryOperator<ChannelOverride> change) {
        TreeMap<Integer, ChannelOverride> changed = new TreeMap<>(overrides);
        for (int channel : channels) {
            if (!locked.contains(channel)) {
                changed.put(channel, change.apply(override(channel)));
            }
        }
        return withOverrides(changed);
    }
}
