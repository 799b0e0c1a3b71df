package org.quantscope.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quantscope.settings.Preprocessing;

/** The key {@code preprocessing}: how images become the network's input. */
final class PreprocessingEntry {
    private PreprocessingEntry() {}

    static Map<String, Object> write(Preprocessing preprocessing) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("scale", preprocessing.scale());
        entry.put("mean", preprocessing.mean());
        entry.put("std", preprocessing.std());
        entry.put("layout", preprocessing.layout().name());
        return entry;
    }

    static Preprocessing read(JsonEntry entry) {
        entry.only("scale", "mean", "std", "layout");
        double scale = entry.real(entry.value("scale"), "'scale'");
        List<Double> mean = numbers(entry, "mean");
        List<Double> std = numbers(entry, "std");
        Preprocessing.Layout layout = entry.word("layout", Preprocessing.Layout.values(), Enum::name);
        try {
            return new Preprocessing(scale, mean, std, layout);
        } catch (IllegalArgumentException fault) {
            throw entry.fault(fault.getMessage());
        }
    }

    /** A list, or one number for all channels. */
    private static List<Double> numbers(JsonEntry entry, String key) {
        List<JsonNode> values = entry.isList(key) ? entry.list(key) : List.of(entry.value(key));
        List<Double> numbers = new ArrayList<>(values.size());
        for (JsonNode value : values) {
            numbers.add(entry.real(value, "every number in '" + key + "'"));
        }
        return numbers;
    }
}
