package org.quantscope.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Node data for Model Explorer, which colours the nodes of a graph by a number each: bytes from values, and values from
 * bytes.
 */
final class NodeDataFile {
    /** The graph of a model that has one only. */
    static final String GRAPH = "main";

    private static final List<Map<String, Object>> GRADIENT = List.of(stop(0, "red"), stop(0.5, "yellow"), stop(1, "green"));

    private NodeDataFile() {}

    private static Map<String, Object> stop(double at, String color) {
        Map<String, Object> stop = new LinkedHashMap<>();
        stop.put("stop", at);
        stop.put("bgColor", color);
        return stop;
    }

    /** @param values by a tensor that the node writes */
    static byte[] render(Map<String, Double> values) {
        Map<String, Object> results = new LinkedHashMap<>();
        values.forEach((tensor, value) -> results.put(tensor, Map.of("value", value)));
        Map<String, Object> graph = new LinkedHashMap<>();
        graph.put("results", results);
        graph.put("gradient", GRADIENT);
        return JsonText.bytes(Map.of(GRAPH, graph));
    }

    /** Whether every key of a JSON object has an object with results, as the graphs of node data have. */
    static boolean recognizes(JsonEntry root) {
        return !root.keys().isEmpty() && root.keys().stream().allMatch(key -> root.value(key).has("results"));
    }

    /**
     * The values of a file, by what its nodes write.
     *
     * @throws SettingsFormatException with a sentence that names the node
     */
    static Map<String, Double> parse(JsonEntry root) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (String name : root.keys()) {
            JsonEntry graph = root.object(name, "graph " + Quoted.text(name));
            graph.only("results", "gradient", "thresholds");
            if (graph.has("gradient")) {
                checkColors(graph, "gradient", "stop");
            }
            if (graph.has("thresholds")) {
                checkColors(graph, "thresholds", "value");
            }
            JsonEntry results = graph.object("results", "results");
            for (String node : results.keys()) {
                JsonEntry result = results.object(node, "node " + Quoted.text(node));
                double value = result.real(result.value("value"), "'value'");
                if (!Double.isFinite(value)) {
                    throw result.fault("'value' is " + value + "; it must be finite.");
                }
                if (values.put(node, value) != null) {
                    throw result.fault("the node has a value in two graphs; keep one of them.");
                }
            }
        }
        return values;
    }

    private static void checkColors(JsonEntry graph, String key, String number) {
        for (JsonNode value : graph.list(key)) {
            JsonEntry color = graph.element(value, "every entry of '" + key + "'");
            color.real(color.value(number), "'" + number + "'");
            color.only(number, "bgColor", "textColor");
            for (String word : color.keys()) {
                if (!word.equals(number)) {
                    color.string(word);
                }
            }
        }
    }
}
