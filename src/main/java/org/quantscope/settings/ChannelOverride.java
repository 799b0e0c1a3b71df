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
 * @param scale scale in the words of the layer's formula, taken exactly
 * @param zeroPoint zero point in the words of the layer's formula, taken exactly
 */
public record ChannelOverride(
        OptionalInt bits, Optional<ClippingRange> range, Optional<Float> scale, Optional<Float> zeroPoint) {
    public static final ChannelOverride NONE =
            new ChannelOverride(OptionalInt.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public boolean isNone() {
        return equals(NONE);
    }

    public ChannelOverride withBits(int newBits) {
        return new ChannelOverride(OptionalInt.of(newBits), range, scale, zeroPoint);
    }

    /** A new range replaces a scale and a zero point typed earlier: both follow from the range again. */
    public ChannelOverride withRange(ClippingRange newRange) {
        return new ChannelOverride(bits, Optional.of(newRange), Optional.empty(), Optional.empty());
    }

    public ChannelOverride withScale(float newScale) {
        return new ChannelOverride(bits, range, Optional.of(newScale), zeroPoint);
    }

    public ChannelOverride withZeroPoint(float newZeroPoint) {
        return new ChannelOverride(bits, range, scale, Optional.of(newZeroPoint));
    }
}
