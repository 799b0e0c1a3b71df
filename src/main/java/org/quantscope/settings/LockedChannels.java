package org.quantscope.settings;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.quantscope.quant.ClippingRange;

/** What a lock promises: an edit of the whole layer passes a locked channel by. */
public final class LockedChannels {
    private LockedChannels() {}

    /**
     * An edit of the whole layer that leaves bit-width and range of locked channels as they were: what a locked channel
     * inherited and would now lose becomes its own. Sign and scheme are the layer's alone and change for all.
     *
     * @param before the choices before the edit; its locks count
     * @param after the choices that the edit made
     * @param seen what min-max ranges come from
     */
    public static WeightSettings keep(WeightSettings before, WeightSettings after, LayerStatistics seen) {
        if (before.locked().isEmpty()) {
            return after;
        }
        TreeMap<Integer, ChannelOverride> kept = new TreeMap<>(after.overrides());
        before.locked().forEach(channel -> kept.remove(channel));
        WeightSettings bare = after.withOverrides(kept);
        for (int channel : before.locked()) {
            ChannelOverride own = before.override(channel);
            OptionalInt bits = own.bits().isEmpty() && before.type().bits() != after.type().bits()
                    ? OptionalInt.of(before.type().bits())
                    : own.bits();
            ClippingRange range = ParameterDerivation.weightRange(before, seen, channel);
            boolean inherits = own.range().isEmpty()
                    && ParameterDerivation.weightRange(bare, seen, channel).equals(range);
            kept.put(channel, new ChannelOverride(
                    bits, inherits ? Optional.empty() : Optional.of(range), own.scale(), own.zeroPoint()));
        }
        return after.withOverrides(kept).withLocked(before.locked());
    }
}
