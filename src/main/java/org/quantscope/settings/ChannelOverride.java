package org.quantscope.settings;

import java.util.Optional;
import java.util.OptionalInt;
import org.quantscope.quant.ClippingRange;

/**
 * What was set by hand for one output channel. Each part stands for itself; an empty part is inherited from the layer. A
 * scale wins over a range, because it was typed to be taken exactly.
 *
 * @param bits bit-width of this channel
 * @param range clipping range of this channel, from which scale and zero point follow
 * @param scale scale, taken exactly
 * @param zeroPoint zero point, taken exactly
 */
public record ChannelOverride(
        OptionalInt bits, Optional<ClippingRange> range, Optional<Float> scale, OptionalInt zeroPoint) {
    public static final ChannelOverride NONE =
            new ChannelOverride(OptionalInt.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());

    public boolean isNone() {
        return equals(NONE);
    }

    public ChannelOverride withBits(int newBits) {
        return new ChannelOverride(OptionalInt.of(newBits), range, scale, zeroPoint);
    }

    /** A new range replaces a scale and a zero point typed earlier: both follow from the range again. */
    public ChannelOverride withRange(ClippingRange newRange) {
        return new ChannelOverride(bits, Optional.of(newRange), Optional.empty(), OptionalInt.empty());
    }

    public ChannelOverride withScale(float newScale) {
        return new ChannelOverride(bits, range, Optional.of(newScale), zeroPoint);
    }

    public ChannelOverride withZeroPoint(int newZeroPoint) {
        return new ChannelOverride(bits, range, scale, OptionalInt.of(newZeroPoint));
    }
}
