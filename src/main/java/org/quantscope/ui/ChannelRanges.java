package org.quantscope.ui;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.settings.ChannelOverride;
import org.quantscope.settings.LayerStatistics;
import org.quantscope.settings.WeightSettings;

/** Edits of the ranges of single channels. */
final class ChannelRanges {
    private static final CalibrationMethod MIN_MAX = CalibrationMethod.MIN_MAX;

    private ChannelRanges() {}

    /**
     * Back to min-max for some channels. Where the layer's own range was set by hand, the channels get their smallest and
     * largest weight as a range of their own.
     */
    static WeightSettings minMax(WeightSettings weight, Collection<Integer> channels, LayerStatistics seen) {
        boolean layerByHand = weight.range().byHand().isPresent();
        WeightSettings changed = weight;
        for (int channel : channels) {
            ChannelOverride own = weight.override(channel);
            ChannelOverride bare = new ChannelOverride(
                    own.bits(), Optional.empty(), Optional.empty(), Optional.empty());
            changed = changed.withOverride(List.of(channel), ignored -> layerByHand
                    ? bare.withRange(MIN_MAX.range(
                            seen.weight().channel(channel, MIN_MAX), weight.rangeTarget()))
                    : bare);
        }
        return changed;
    }
}
