package org.quantscope.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * AIMET encodings 2.0.0 as a file: bytes from entries, and entries from bytes. 2.1.0, which adds scales of blocks, is read
 * where it has none.
 */
public final class AimetFile {
    static final String VERSION = "2.0.0";
    private static final String WITH_BLOCKS = "2.1.0";
    private static final Map<String, long[]> TYPES = types();

    private AimetFile() {}

    private static Map<String, long[]> types() {
        Map<String, long[]> types = new LinkedHashMap<>();
        for (int bits : new int[] {2, 4, 8, 16, 32}) {
            long half = 1L << (bits - 1);
            types.put("int" + bits, new long[] {-half, half - 1});
            if (bits < 32) {
                types.put("uint" + bits, new long[] {0, 2 * half - 1});
            }
        }
        return types;
    }

    /** The bytes of a file with these entries. */
    public static byte[] render(List<AimetEncoding> encodings) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", VERSION);
        root.put("encodings", encodings.stream().map(AimetEncoding::entry).toList());
        return JsonText.bytes(root);
    }

    /**
     * The entries of a file, in its order.
     *
     * @throws SettingsFormatException with a sentence that names the tensor
     */
    public static List<AimetEncoding> read(Path file) {
        return parse(StrictJson.bytes(file), String.valueOf(file.getFileName()));
    }

    /** As {@link #read}, of bytes; {@code fileName} is what the sentences call them. */
    public static List<AimetEncoding> parse(byte[] bytes, String fileName) {
        return parse(StrictJson.parse(bytes, fileName), fileName);
    }

    static List<AimetEncoding> parse(JsonEntry root, String fileName) {
        String version = root.string("version");
        if (!version.equals(VERSION) && !version.equals(WITH_BLOCKS)) {
            throw root.fault("the encodings have version " + Quoted.text(version) + ", but entries like these are read in "
                    + VERSION + " and " + WITH_BLOCKS + "; export them again in one of them.");
        }
        root.only("version", "encodings");
        List<AimetEncoding> encodings = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode value : root.list("encodings")) {
            String place = "In file " + Quoted.text(fileName) + ", encoding " + (encodings.size() + 1);
            AimetEncoding encoding = encoding(root.element(value, "every encoding").at(place), fileName);
            if (!names.add(encoding.name())) {
                throw root.fault(
                        "the tensor " + Quoted.text(encoding.name()) + " has two encodings; keep one of them.");
            }
            encodings.add(encoding);
        }
        return List.copyOf(encodings);
    }

    private static AimetEncoding encoding(JsonEntry unnamed, String fileName) {
        String name = unnamed.string("name");
        JsonEntry entry = unnamed.at("In file " + Quoted.text(fileName) + ", tensor " + Quoted.text(name));
        boolean ofBlocks = entry.has("block_size") || entry.has("per_block_int_scale")
                || entry.has("per_channel_float_scale") || entry.value("y_scale").isObject();
        if (ofBlocks) {
            throw entry.fault("it asks for a scale for each block, which Quantscope does not compute; use"
                    + " one for each channel or for the tensor.");
        }
        entry.only("name", "output_dtype", "y_scale", "y_zero_point", "axis");
        String type = entry.string("output_dtype");
        if (!TYPES.containsKey(type)) {
            throw entry.fault("'output_dtype' is " + Quoted.text(type) + "; the known types are "
                    + String.join(", ", TYPES.keySet()) + ".");
        }
        OptionalInt axis = axis(entry);
        List<Float> scales = new ArrayList<>();
        for (JsonNode value : values(entry, "y_scale")) {
            String label = "'y_scale' " + scales.size();
            scales.add(TensorEntry.scale(entry, value, label));
        }
        return new AimetEncoding(name, type, scales, zeroPoints(entry, type, scales.size()), axis);
    }

    private static OptionalInt axis(JsonEntry entry) {
        boolean list = entry.isList("y_scale");
        if (entry.has("axis") != list) {
            throw entry.fault(list
                    ? "'y_scale' is a list, but 'axis' is missing."
                    : "'axis' is given, but 'y_scale' is not a list.");
        }
        if (!list) {
            return OptionalInt.empty();
        }
        int axis = entry.integer("axis");
        if (axis < 0) {
            throw entry.fault("'axis' is " + axis + "; it counts from 0.");
        }
        return OptionalInt.of(axis);
    }

    private static List<JsonNode> values(JsonEntry entry, String key) {
        List<JsonNode> values = entry.isList(key) ? entry.list(key) : List.of(entry.value(key));
        if (values.isEmpty()) {
            throw entry.fault("'" + key + "' is an empty list.");
        }
        return values;
    }

    private static List<Integer> zeroPoints(JsonEntry entry, String type, int count) {
        List<Integer> zeroPoints = new ArrayList<>();
        if (!entry.has("y_zero_point")) {
            for (int i = 0; i < count; i++) {
                zeroPoints.add(0);
            }
            return zeroPoints;
        }
        List<JsonNode> values = values(entry, "y_zero_point");
        if (values.size() != count || entry.isList("y_zero_point") != entry.isList("y_scale")) {
            throw entry.fault("'y_zero_point' has " + JsonEntry.count(values.size(), "value", "values")
                    + ", but 'y_scale' has " + count + ".");
        }
        long[] limits = TYPES.get(type);
        for (JsonNode value : values) {
            int zeroPoint = entry.integer(value, "'y_zero_point' " + zeroPoints.size());
            if (zeroPoint < limits[0] || zeroPoint > limits[1]) {
                throw entry.fault("'y_zero_point' " + zeroPoints.size() + " is " + zeroPoint + ", which lies outside "
                        + limits[0] + " to " + limits[1] + " of " + type + ".");
            }
            zeroPoints.add(zeroPoint);
        }
        return zeroPoints;
    }
}
