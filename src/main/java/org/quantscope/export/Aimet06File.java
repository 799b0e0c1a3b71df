package org.quantscope.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * AIMET encodings 0.6.1 and older, which are read only: a map from tensors to lists, with an entry for the tensor or for
 * each channel. Offsets are those of 1.0.0.
 */
final class Aimet06File {
    private Aimet06File() {}

    /**
     * The entries of a file, activations first, in its order. A tensor that the file says is float has none.
     *
     * @throws SettingsFormatException with a sentence that names the tensor
     */
    static List<Aimet1Entry> parse(JsonEntry root, String fileName) {
        root.only("version", Aimet1File.ACTIVATIONS, Aimet1File.PARAMETERS, "quantizer_args", "excluded_layers");
        if (root.has("version") && !root.string("version").startsWith("0.")) {
            throw root.fault("the encodings have version " + Quoted.text(root.string("version"))
                    + ", but maps of entries are those of 0.6.1 and older; export them again in that version.");
        }
        List<Aimet1Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String key : List.of(Aimet1File.ACTIVATIONS, Aimet1File.PARAMETERS)) {
            if (!root.has(key)) {
                continue;
            }
            JsonEntry tensors = root.inside(key);
            for (String name : tensors.keys()) {
                if (!names.add(name)) {
                    throw root.fault("the tensor " + Quoted.text(name) + " has two encodings; keep one of them.");
                }
                JsonEntry place = root.at("In file " + Quoted.text(fileName) + ", tensor " + Quoted.text(name));
                addTensor(entries, place, tensors.value(name), name, key.equals(Aimet1File.PARAMETERS));
            }
        }
        return entries;
    }

    private static void addTensor(
            List<Aimet1Entry> entries, JsonEntry place, JsonNode list, String name, boolean parameter) {
        if (!list.isArray()) {
            throw place.fault("a list of entries is needed, not " + JsonEntry.shown(list)
                    + "; encodings by module, as AIMET writes them for PyTorch, name no tensors of an ONNX file.");
        }
        List<JsonEntry> channels = new ArrayList<>();
        for (JsonNode value : list) {
            channels.add(place.element(value, "every entry"));
        }
        if (channels.isEmpty()) {
            throw place.fault("the list of entries is empty; remove the tensor or give it an entry.");
        }
        if (isFloat(channels.get(0))) {
            return;
        }
        entries.add(tensor(channels, name, parameter && channels.size() > 1));
    }

    private static boolean isFloat(JsonEntry channel) {
        String type = channel.string("dtype");
        if (type.equals("int")) {
            return false;
        }
        if (type.equals("float") && channel.integer("bitwidth") == 32) {
            return true;
        }
        throw channel.fault("'dtype' is " + Quoted.text(type) + (type.equals("float")
                ? " of " + channel.integer("bitwidth") + " bits, in which Quantscope does not compute; leave the tensor"
                        + " out, or quantize it."
                : "; the known words are int and float."));
    }

    private static Aimet1Entry tensor(List<JsonEntry> channels, String name, boolean perChannel) {
        JsonEntry first = channels.get(0);
        int bits = Aimet1File.bits(first, "bitwidth");
        boolean signed = isSigned(first);
        List<Float> scales = new ArrayList<>();
        List<Integer> offsets = new ArrayList<>();
        for (JsonEntry channel : channels) {
            channel.only("bitwidth", "dtype", "is_symmetric", "min", "max", "scale", "offset");
            if (isFloat(channel) || channel.integer("bitwidth") != bits || isSigned(channel) != signed) {
                throw channel.fault("'dtype', 'bitwidth' and 'is_symmetric' differ between the channels; a tensor has one"
                        + " type.");
            }
            float scale = TensorEntry.scale(channel, channel.value("scale"), "'scale'");
            int offset = Aimet1File.offset(channel, channel.value("offset"), bits, signed);
            requireRange(channel, (double) scale * offset, scale);
            scales.add(scale);
            offsets.add(offset);
        }
        if (!perChannel && scales.size() > 1) {
            throw first.fault("an activation has " + scales.size() + " entries; Quantscope computes with one.");
        }
        return new Aimet1Entry(name, bits, signed, scales, offsets, perChannel);
    }

    /** The word is a text in these versions; later ones have a truth value. */
    private static boolean isSigned(JsonEntry channel) {
        JsonNode value = channel.value("is_symmetric");
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        String word = channel.string("is_symmetric");
        return switch (word) {
            case "True", "true" -> true;
            case "False", "false" -> false;
            default -> throw channel.fault("'is_symmetric' is " + Quoted.text(word) + "; the known words are True and"
                    + " False.");
        };
    }

    /** The range that stands beside scale and offset must be theirs. */
    private static void requireRange(JsonEntry channel, double lowest, double scale) {
        if (!channel.has("min")) {
            return;
        }
        double min = channel.real(channel.value("min"), "'min'");
        if (!(Math.abs(min - lowest) <= scale / 2)) {
            throw channel.fault("'min' is " + min + ", but 'scale' times 'offset' is " + lowest
                    + "; correct the one that is wrong.");
        }
    }
}
