package org.quantscope.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quantscope.quant.ClippingRange;
import org.quantscope.settings.ChannelOverride;
import org.quantscope.settings.RangeChoice;

/**
 * The key {@code range}: {@code {"method": "min-max"}}, with an {@code "argument"} where the method has one, or {@code
 * {"method": "manual", "min": a, "max": b}}, and in a weight {@code "channels": {"11": [lo, hi]}} for what was set by
 * hand on single output channels.
 */
final class RangeEntry {
    private static final String MANUAL = "manual";

    private RangeEntry() {}

    static Map<String, Object> write(RangeChoice choice) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("method", choice.byHand().isPresent() ? MANUAL : choice.methodKeyword());
        if (choice.byHand().isEmpty()) {
            choice.methodArgument().ifPresent(argument -> entry.put("argument", argument));
        }
        choice.byHand().ifPresent(range -> {
            entry.put("min", range.min());
            entry.put("max", range.max());
        });
        return entry;
    }

    static Map<String, Object> write(RangeChoice choice, SortedMap<Integer, ChannelOverride> overrides) {
        Map<String, Object> entry = write(choice);
        Map<String, Object> channels = new LinkedHashMap<>();
        overrides.forEach((channel, own) -> own.range()
                .ifPresent(range -> channels.put(channel.toString(), List.of(range.min(), range.max()))));
        if (!channels.isEmpty()) {
            entry.put("channels", channels);
        }
        return entry;
    }

    /** The choice of a tensor's entry; min-max where the key is absent. */
    static RangeChoice read(JsonEntry tensor, String... more) {
        Optional<JsonEntry> found = tensor.optionalObject("range");
        if (found.isEmpty()) {
            return RangeChoice.MIN_MAX;
        }
        JsonEntry entry = found.get();
        String method = entry.string("method");
        if (!method.equals(MANUAL)) {
            return ofMethod(entry, method, more);
        }
        entry.only(known(more, "method", "min", "max"));
        return RangeChoice.byHand(range(entry, entry.finite("min"), entry.finite("max")));
    }

    private static RangeChoice ofMethod(JsonEntry entry, String method, String... more) {
        if (!RangeChoice.methodKeywords().contains(method)) {
            throw entry.fault("'method' is " + Quoted.text(method) + "; the known words are "
                    + String.join(", ", RangeChoice.methodKeywords()) + ", " + MANUAL + ".");
        }
        boolean takesArgument = RangeChoice.takesArgument(method);
        entry.only(takesArgument ? known(more, "method", "argument") : known(more, "method"));
        OptionalDouble argument = takesArgument && entry.has("argument")
                ? OptionalDouble.of(entry.real(entry.value("argument"), "'argument'"))
                : OptionalDouble.empty();
        try {
            return RangeChoice.ofMethod(method, argument);
        } catch (IllegalArgumentException e) {
            throw entry.fault(e.getMessage());
        }
    }

    /** The same in a weight, whose channels may have ranges of their own. */
    static RangeChoice readWeight(JsonEntry weight) {
        return read(weight, "channels");
    }

    /** The ranges set by hand on single channels. */
    static SortedMap<Integer, ClippingRange> readChannels(JsonEntry weight, int channelCount) {
        SortedMap<Integer, ClippingRange> ranges = new TreeMap<>();
        Optional<JsonEntry> found = weight.optionalObject("range").flatMap(range -> range.optionalObject("channels"));
        if (found.isEmpty()) {
            return ranges;
        }
        JsonEntry entry = found.get();
        for (String key : entry.keys()) {
            if (!key.matches("0|[1-9][0-9]{0,8}") || Integer.parseInt(key) >= channelCount) {
                throw entry.fault(Quoted.text(key) + " is not an output channel of the layer, whose channels are 0 to "
                        + (channelCount - 1) + ".");
            }
            List<JsonNode> ends = entry.list(key);
            if (ends.size() != 2) {
                throw entry.fault("the range of channel " + key + " must be two numbers, [lowest, highest], not "
                        + ends.size() + ".");
            }
            float lowest = entry.finite(ends.get(0), "the lower end of channel " + key);
            float highest = entry.finite(ends.get(1), "the upper end of channel " + key);
            ranges.put(Integer.valueOf(key), range(entry, lowest, highest));
        }
        return ranges;
    }

    private static ClippingRange range(JsonEntry entry, float lowest, float highest) {
        if (lowest > highest) {
            throw entry.fault("the lower end " + lowest + " is above the upper end " + highest + ".");
        }
        return new ClippingRange(lowest, highest);
    }

    private static String[] known(String[] more, String... always) {
        String[] all = new String[always.length + more.length];
        System.arraycopy(always, 0, all, 0, always.length);
        System.arraycopy(more, 0, all, always.length, more.length);
        return all;
    }
}
