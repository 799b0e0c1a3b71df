package org.quantscope.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.quantscope.quant.QuantType;

/**
 * The file for {@code --tensor_quant_overrides} of ONNX Runtime's quantizer: bytes from overrides, and overrides from
 * bytes. The quantizer checks little, so everything that it would accept and then get wrong is refused here.
 */
final class OrtOverridesFile {
    private OrtOverridesFile() {}

    static byte[] render(List<OrtOverride> overrides) {
        Map<String, Object> root = new LinkedHashMap<>();
        overrides.forEach(override -> root.put(override.name(), override.written()));
        return JsonText.bytes(root);
    }

    /** Whether every key of a JSON object has a list of objects, as the overrides of tensors are. */
    static boolean recognizes(JsonEntry root) {
        return !root.keys().isEmpty() && root.keys().stream().allMatch(key -> root.isList(key)
                && JsonEntry.elements(root.value(key)).stream().allMatch(JsonNode::isObject));
    }

    /**
     * The overrides of a file, in its order.
     *
     * @throws SettingsFormatException with a sentence that names the tensor
     */
    static List<OrtOverride> parse(JsonEntry root, String fileName) {
        List<OrtOverride> overrides = new ArrayList<>();
        for (String name : root.keys()) {
            JsonEntry place = root.at("In file " + Quoted.text(fileName) + ", tensor " + Quoted.text(name));
            if (!root.isList(name)) {
                throw place.fault("the overrides must be a list in brackets, not " + JsonEntry.shown(root.value(name))
                        + ".");
            }
            overrides.add(override(place, root.list(name), name));
        }
        return overrides;
    }

    private static OrtOverride override(JsonEntry place, List<JsonNode> channels, String name) {
        if (channels.isEmpty()) {
            throw place.fault("the list of overrides is empty; remove the tensor or give it a scale.");
        }
        OptionalInt axis = OptionalInt.empty();
        List<Float> scales = new ArrayList<>();
        List<Integer> zeroPoints = new ArrayList<>();
        for (JsonNode value : channels) {
            JsonEntry channel = place.element(value, "every override");
            requireKnown(channel);
            int number = scales.size();
            if (channel.has("axis")) {
                int given = axis(channel);
                if (number > 0 && (axis.isEmpty() || axis.getAsInt() != given)) {
                    throw channel.fault("'axis' of channel " + number + " is not that of the first channel, which speaks"
                            + " for all.");
                }
                axis = OptionalInt.of(given);
            }
            scales.add(TensorEntry.scale(channel, channel.value("scale"), "'scale' of channel " + number));
            zeroPoints.add(zeroPoint(channel, number));
        }
        if (axis.isEmpty() && scales.size() > 1) {
            throw place.fault("there are " + scales.size() + " overrides, but the first has no 'axis'; add it, or keep"
                    + " one override for the tensor.");
        }
        return new OrtOverride(name, scales, zeroPoints, axis);
    }

    private static void requireKnown(JsonEntry channel) {
        if (channel.has("rmin") || channel.has("rmax")) {
            throw channel.fault("'rmin' and 'rmax' are not taken from a file by ONNX Runtime, which asks for 'scale' and"
                    + " 'zero_point'; write those.");
        }
        if (channel.has("quant_type")) {
            throw channel.fault("'quant_type' is not taken from a file by ONNX Runtime, where a type is no text; give the"
                    + " types on its command line, for all weights and all activations.");
        }
        channel.only("axis", "scale", "zero_point");
    }

    private static int axis(JsonEntry channel) {
        int axis = channel.integer("axis");
        if (axis < 0) {
            throw channel.fault("'axis' is " + axis + "; count it from 0.");
        }
        return axis;
    }

    /** A code of some type that the quantizer knows; of which one, only its command line says. */
    private static int zeroPoint(JsonEntry channel, int number) {
        String label = "'zero_point' of channel " + number;
        int zeroPoint = channel.integer(channel.value("zero_point"), label);
        int lowest = new QuantType(QuantType.MAX_BITS, true, false).qmin();
        int highest = new QuantType(QuantType.MAX_BITS, false, false).qmax();
        if (zeroPoint < lowest || zeroPoint > highest) {
            throw channel.fault(label + " is " + zeroPoint + ", which no type of the quantizer has as a code.");
        }
        return zeroPoint;
    }
}
