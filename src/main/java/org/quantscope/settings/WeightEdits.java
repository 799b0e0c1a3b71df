package org.quantscope.settings;

import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Collection;
import java.util.Optional;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.QuantScheme;

/** The edits of a layer's weights that change more than one choice, so that window and commands make them alike. */
public final class WeightEdits {
    private WeightEdits() {}

    /** A symmetric scheme has no room for zero points set by hand: they go. */
    public static WeightSettings withScheme(WeightSettings weight, QuantScheme scheme) {
        if (scheme == QuantScheme.AFFINE) {
            return weight.withScheme(scheme);
        }
        TreeMap<Integer, ChannelOverride> kept = new TreeMap<>();
        weight.overrides().forEach((channel, own) -> kept.put(
                channel, new ChannelOverride(own.bits(), own.range(), own.scale(), OptionalInt.empty())));
        return weight.withScheme(scheme).withOverrides(kept);
    }

    /** A zero point for some channels; in the symmetric scheme the layer becomes affine first. */
    public static WeightSettings withZeroPoint(WeightSettings weight, Collection<Integer> channels, int zeroPoint) {
        return weight.withScheme(QuantScheme.AFFINE).withOverride(channels, own -> own.withZeroPoint(zeroPoint));
    }

    /**
     * One range for the whole layer. Ranges, scales and zero points set by hand for single channels go, except those of
     * locked channels.
     */
    public static WeightSettings withLayerRange(WeightSettings weight, RangeChoice range) {
        TreeMap<Integer, ChannelOverride> kept = new TreeMap<>();
        weight.overrides().forEach((channel, own) -> kept.put(channel, weight.locked().contains(channel)
                ? own
                : new ChannelOverride(own.bits(), Optional.empty(), Optional.empty(), OptionalInt.empty())));
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
