package org.quantscope.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.Formula;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.TensorParams;
import org.quantscope.settings.ChannelOverride;
import org.quantscope.settings.RangeChoice;
import org.quantscope.settings.WeightSettings;

/** Reads the key {@code weight} of a layer. What the file does not say of the choices is inferred from its values. */
final class WeightEntryReader {
    private final JsonEntry entry;
    private final int channels;
    private final Function<WeightSettings, TensorParams> derive;

    WeightEntryReader(JsonEntry entry, int channels, Function<WeightSettings, TensorParams> derive) {
        this.entry = entry;
        this.channels = channels;
        this.derive = derive;
    }

    WeightSettings read() {
        entry.only("bits", "signed", "narrow_range", "scale", "zero_point", "rounding", "convention", "method",
                "scheme", "granularity", "range", "locked", "by_hand");
        Formula formula = TensorEntry.formula(
                entry, Formula.DOREFA_WEIGHT, Formula.TERNARY_WEIGHT, Formula.BINARY_WEIGHT);
        if (!formula.isAffine()) {
            return MethodEntry.readWeight(entry, formula);
        }
        List<QuantType> types = types();
        Optional<List<Float>> scales = scales();
        Optional<List<Float>> zeroPoints = zeroPoints(types, formula);
        RangeChoice range = RangeEntry.readWeight(entry);
        WeightSettings choices = new WeightSettings(
                types.get(0),
                TensorEntry.scheme(entry, inferredScheme(types, zeroPoints, formula)),
                granularity(),
                range,
                TensorEntry.rounding(entry),
                formula,
                new TreeMap<>(ownRanges(RangeEntry.readChannels(entry, channels))),
                entry.has("locked") ? channelSet(entry, "locked") : new TreeSet<>());
        return ExplicitWeights.restore(choices, explicit(choices, types, scales, zeroPoints), listed(), derive);
    }

    private List<QuantType> types() {
        boolean signed = entry.bool("signed");
        boolean narrowRange = TensorEntry.narrowRange(entry);
        return forEachChannel("bits", (value, label, channel) ->
                new QuantType(TensorEntry.bits(entry, value, label), signed, narrowRange));
    }

    private Optional<List<Float>> scales() {
        return entry.has("scale")
                ? Optional.of(forEachChannel(
                        "scale", (value, label, channel) -> TensorEntry.scale(entry, value, label)))
                : Optional.empty();
    }

    private Optional<List<Float>> zeroPoints(List<QuantType> types, Formula formula) {
        return entry.has("zero_point")
                ? Optional.of(forEachChannel("zero_point", (value, label, channel) ->
                        TensorEntry.zeroPoint(entry, value, label, types.get(channel), formula)))
                : Optional.empty();
    }

    private static QuantScheme inferredScheme(
            List<QuantType> types, Optional<List<Float>> zeroPoints, Formula formula) {
        boolean symmetric = true;
        for (int channel = 0; channel < types.size() && zeroPoints.isPresent(); channel++) {
            symmetric &= zeroPoints.get().get(channel)
                    == TensorEntry.symmetricZeroPoint(types.get(channel), formula);
        }
        return symmetric ? QuantScheme.SYMMETRIC : QuantScheme.AFFINE;
    }

    private Granularity granularity() {
        if (entry.has("granularity")) {
            return entry.word("granularity", Granularity.values(), Granularity::keyword);
        }
        boolean oneForAll = (entry.has("scale") || entry.has("zero_point"))
                && !entry.isList("scale")
                && !entry.isList("zero_point");
        return oneForAll ? Granularity.PER_TENSOR : Granularity.PER_CHANNEL;
    }

    private static Map<Integer, ChannelOverride> ownRanges(SortedMap<Integer, ClippingRange> ranges) {
        Map<Integer, ChannelOverride> overrides = new TreeMap<>();
        ranges.forEach((channel, range) -> overrides.put(channel, ChannelOverride.NONE.withRange(range)));
        return overrides;
    }

    /** The values of the file, completed by what the choices give where the file has none. */
    private TensorParams explicit(
            WeightSettings choices,
            List<QuantType> types,
            Optional<List<Float>> scales,
            Optional<List<Float>> zeroPoints) {
        Map<Integer, ChannelOverride> ownTypes = new TreeMap<>();
        for (int channel = 0; channel < channels; channel++) {
            ownTypes.put(channel, choices.override(channel).withBits(types.get(channel).bits()));
        }
        TensorParams derived = derive.apply(choices.withOverrides(ownTypes));
        List<QuantParams> params = new ArrayList<>(channels);
        for (int channel = 0; channel < channels; channel++) {
            QuantParams given = derived.channel(channel);
            float scale = scales.isPresent() ? scales.get().get(channel) : given.scale();
            float zeroPoint = zeroPoints.isPresent() ? zeroPoints.get().get(channel) : given.zeroPoint();
            params.add(new QuantParams(types.get(channel), scale, zeroPoint, choices.rounding(), choices.formula()));
        }
        return new TensorParams(params);
    }

    private ExplicitWeights.Listed listed() {
        Optional<JsonEntry> found = entry.optionalObject("by_hand");
        if (found.isEmpty()) {
            return ExplicitWeights.Listed.NOTHING;
        }
        JsonEntry list = found.get().only("layer_bits", "bits", "scale", "zero_point");
        OptionalInt layerBits = list.has("layer_bits")
                ? OptionalInt.of(TensorEntry.bits(list, list.value("layer_bits"), "'layer_bits'"))
                : OptionalInt.empty();
        return new ExplicitWeights.Listed(
                layerBits, optionalChannels(list, "bits"), optionalChannels(list, "scale"),
                optionalChannels(list, "zero_point"));
    }

    private SortedSet<Integer> optionalChannels(JsonEntry list, String key) {
        return list.has(key) ? channelSet(list, key) : new TreeSet<>();
    }

    private SortedSet<Integer> channelSet(JsonEntry holder, String key) {
        SortedSet<Integer> set = new TreeSet<>();
        for (JsonNode value : holder.list(key)) {
            int channel = holder.integer(value, "every channel in '" + key + "'");
            if (channel < 0 || channel >= channels) {
                throw holder.fault("'" + key + "' names channel " + channel + ", but the layer's channels are 0 to "
                        + (channels - 1) + ".");
            }
            if (!set.add(channel)) {
                throw holder.fault("'" + key + "' names channel " + channel + " twice.");
            }
        }
        return set;
    }

    private interface ChannelValue<T> {
        T read(JsonNode value, String label, int channel);
    }

    private <T> List<T> forEachChannel(String key, ChannelValue<T> reader) {
        List<JsonNode> values = entry.perChannel(key, channels);
        boolean list = entry.isList(key);
        List<T> read = new ArrayList<>(channels);
        for (int channel = 0; channel < channels; channel++) {
            String label = "'" + key + "'" + (list ? " of channel " + channel : "");
            read.add(reader.read(values.get(channel), label, channel));
        }
        return read;
    }
}
