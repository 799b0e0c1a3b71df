package org.quantscope.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.TensorParams;
import org.quantscope.settings.ChannelOverride;
import org.quantscope.settings.WeightSettings;

/** Writes the key {@code weight} of a layer; {@link WeightEntryReader} is its other half. */
final class WeightEntryWriter {
    private WeightEntryWriter() {}

    /**
     * @param derive the parameters of weight choices
     */
    static Map<String, Object> write(WeightSettings choices, Function<WeightSettings, TensorParams> derive) {
        if (!choices.formula().isAffine()) {
            return MethodEntry.write(choices.formula(), choices.type());
        }
        TensorParams params = derive.apply(choices);
        WeightSettings effective = withEffectiveZeroPoints(choices, params);
        Map<String, Object> entry = new LinkedHashMap<>();
        boolean perChannel = choices.granularity() == Granularity.PER_CHANNEL;
        entry.put("bits", oneOrAll(params, channel -> channel.type().bits(), false));
        entry.put("signed", choices.type().signed());
        entry.put("narrow_range", choices.type().narrowRange());
        entry.put("scale", oneOrAll(params, QuantParams::scale, perChannel));
        entry.put("zero_point", oneOrAll(params, own -> TensorEntry.written(own.zeroPoint()), perChannel));
        TensorEntry.writeRounding(entry, choices.rounding(), choices.formula());
        entry.put("scheme", choices.scheme().keyword());
        entry.put("granularity", choices.granularity().keyword());
        entry.put("range", RangeEntry.write(choices.range(), choices.overrides()));
        if (!choices.locked().isEmpty()) {
            entry.put("locked", List.copyOf(choices.locked()));
        }
        if (!ExplicitWeights.inferred(effective, params, derive).equals(effective)) {
            entry.put("by_hand", byHand(effective));
        }
        return entry;
    }

    private static Object oneOrAll(TensorParams params, Function<QuantParams, Object> field, boolean always) {
        List<Object> all = new ArrayList<>(params.channels().stream().map(field).toList());
        return !always && all.stream().allMatch(all.get(0)::equals) ? all.get(0) : all;
    }

    /** A zero point typed for a wider type counts as the code that it became. */
    private static WeightSettings withEffectiveZeroPoints(WeightSettings choices, TensorParams params) {
        Map<Integer, ChannelOverride> effective = new TreeMap<>();
        choices.overrides().forEach((channel, own) -> effective.put(
                channel,
                own.zeroPoint().isPresent() ? own.withZeroPoint(params.channel(channel).zeroPoint()) : own));
        return choices.withOverrides(effective);
    }

    /** What was set by hand although its value alone does not show it. */
    private static Map<String, Object> byHand(WeightSettings choices) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("layer_bits", choices.type().bits());
        putChannels(entry, "bits", choices, own -> own.bits().isPresent());
        putChannels(entry, "scale", choices, own -> own.scale().isPresent());
        putChannels(entry, "zero_point", choices, own -> own.zeroPoint().isPresent());
        return entry;
    }

    private static void putChannels(
            Map<String, Object> entry, String key, WeightSettings choices, Predicate<ChannelOverride> isSet) {
        List<Integer> channels = choices.overrides().keySet().stream()
                .filter(channel -> isSet.test(choices.override(channel)))
                .toList();
        if (!channels.isEmpty()) {
            entry.put(key, channels);
        }
    }
}
