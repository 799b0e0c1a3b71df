package org.quantscope.export;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.TensorParams;
import org.quantscope.settings.ChannelOverride;
import org.quantscope.settings.WeightSettings;

/**
 * Which of a weight's explicit values were set by hand: those that the choices alone would not give, and those that the
 * file lists as such.
 */
final class ExplicitWeights {
    /**
     * What the file lists as set by hand.
     *
     * @param layerBits bit-width of the channels that have none of their own; empty: the most common one
     * @param bits channels with a bit-width of their own
     * @param scale channels with a scale of their own
     * @param zeroPoint channels with a zero point of their own
     */
    record Listed(OptionalInt layerBits, Set<Integer> bits, Set<Integer> scale, Set<Integer> zeroPoint) {
        static final Listed NOTHING = new Listed(OptionalInt.empty(), Set.of(), Set.of(), Set.of());
    }

    private ExplicitWeights() {}

    /** The choices as a reader finds them that sees the values and nothing listed as set by hand. */
    static WeightSettings inferred(
            WeightSettings choices, TensorParams params, Function<WeightSettings, TensorParams> derive) {
        return restore(choices, params, Listed.NOTHING, derive);
    }

    /**
     * @param choices scheme, granularity, rounding, locked channels, and ranges set by hand; whatever else it has is
     *     replaced
     * @param explicit the values of the file
     * @param derive the parameters of weight choices
     */
    static WeightSettings restore(
            WeightSettings choices,
            TensorParams explicit,
            Listed listed,
            Function<WeightSettings, TensorParams> derive) {
        int layerBits = listed.layerBits().orElseGet(() -> mostCommonBits(explicit));
        Map<Integer, ChannelOverride> overrides = new TreeMap<>();
        for (int channel = 0; channel < explicit.channelCount(); channel++) {
            int bits = explicit.channel(channel).type().bits();
            boolean own = bits != layerBits || listed.bits().contains(channel);
            overrides.put(
                    channel,
                    new ChannelOverride(
                            own ? OptionalInt.of(bits) : OptionalInt.empty(),
                            choices.override(channel).range(),
                            Optional.empty(),
                            Optional.empty()));
        }
        WeightSettings base = choices.withType(choices.type().withBits(layerBits)).withOverrides(overrides);
        TensorParams derived = derive.apply(base);
        overrides.replaceAll((channel, own) ->
                withExplicit(own, explicit.channel(channel), derived.channel(channel), listed, channel));
        return base.withOverrides(overrides);
    }

    private static ChannelOverride withExplicit(
            ChannelOverride own, QuantParams explicit, QuantParams derived, Listed listed, int channel) {
        ChannelOverride result = own;
        if (Float.compare(explicit.scale(), derived.scale()) != 0 || listed.scale().contains(channel)) {
            result = result.withScale(explicit.scale());
        }
        if (explicit.zeroPoint() != derived.zeroPoint() || listed.zeroPoint().contains(channel)) {
            result = result.withZeroPoint(explicit.zeroPoint());
        }
        return result;
    }

    /** The first one among equals. */
    private static int mostCommonBits(TensorParams params) {
        Map<Integer, Integer> counts = new LinkedHashMap<>();
        params.channels().forEach(channel -> counts.merge(channel.type().bits(), 1, Integer::sum));
        int most = Collections.max(counts.values());
        return counts.entrySet().stream().filter(entry -> entry.getValue() == most).findFirst().orElseThrow().getKey();
    }
}
