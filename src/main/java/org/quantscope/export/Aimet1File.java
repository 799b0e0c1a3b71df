package org.quantscope.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quantscope.quant.QuantType;

/** AIMET encodings 1.0.0 as a file: bytes from entries, and entries from bytes. */
final class Aimet1File {
    static final String VERSION = "1.0.0";
    static final String ACTIVATIONS = "activation_encodings";
    static final String PARAMETERS = "param_encodings";

    private Aimet1File() {}

    /**
     * The bytes of a file.
     *
     * @param activations inputs and outputs of layers
     * @param parameters weights and biases
     */
    static byte[] render(List<Aimet1Entry> activations, List<Aimet1Entry> parameters) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", VERSION);
        root.put(ACTIVATIONS, activations.stream().map(Aimet1Entry::written).toList());
        root.put(PARAMETERS, parameters.stream().map(Aimet1Entry::written).toList());
        root.put("quantizer_args", arguments(activations, parameters));
        root.put("excluded_layers", List.of());
        return JsonText.bytes(root);
    }

    /** What the file tells a person of it as a whole; no reader computes with it. */
    private static Map<String, Object> arguments(List<Aimet1Entry> activations, List<Aimet1Entry> parameters) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        activations.stream().findFirst().ifPresent(first -> arguments.put("activation_bitwidth", first.bits()));
        parameters.stream().findFirst().ifPresent(first -> arguments.put("param_bitwidth", first.bits()));
        arguments.put("dtype", "int");
        arguments.put("is_symmetric", parameters.stream().allMatch(Aimet1Entry::signed));
        arguments.put("per_channel_quantization", parameters.stream().anyMatch(Aimet1Entry::perChannel));
        return arguments;
    }

    /**
     * The entries of a file, activations first, in its order. A tensor that the file says is float has none.
     *
     * @throws SettingsFormatException with a sentence that names the tensor
     */
    static List<Aimet1Entry> parse(JsonEntry root, String fileName) {
        root.only("version", ACTIVATIONS, PARAMETERS, "quantizer_args", "excluded_layers", "producer");
        String version = root.string("version");
        if (!version.equals(VERSION)) {
            throw root.fault("the encodings have version " + Quoted.text(version) + ", but lists of entries are those of "
                    + VERSION + "; export them again in that version.");
        }
        List<Aimet1Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String key : List.of(ACTIVATIONS, PARAMETERS)) {
            int number = 0;
            for (JsonNode value : root.has(key) ? root.list(key) : List.<JsonNode>of()) {
                number++;
                JsonEntry unnamed = root.element(value, "every entry of '" + key + "'")
                        .at("In file " + Quoted.text(fileName) + ", entry " + number + " of '" + key + "'");
                String name = unnamed.string("name");
                if (!names.add(name)) {
                    throw root.fault("the tensor " + Quoted.text(name) + " has two encodings; keep one of them.");
                }
                JsonEntry entry = unnamed.at("In file " + Quoted.text(fileName) + ", tensor " + Quoted.text(name));
                if (!isFloat(entry)) {
                    entries.add(entry(entry, name));
                }
            }
        }
        return entries;
    }

    /** Whether the tensor stays float: 32 bits do, but Quantscope does not compute in narrower floats. */
    private static boolean isFloat(JsonEntry entry) {
        String type = entry.string("dtype");
        if (type.equals("INT")) {
            return false;
        }
        if (type.equals("FLOAT") && entry.integer("bw") == 32) {
            return true;
        }
        throw entry.fault("'dtype' is " + Quoted.text(type) + (type.equals("FLOAT")
                ? " of " + entry.integer("bw") + " bits, in which Quantscope does not compute; leave the entry out, or"
                        + " quantize the tensor."
                : "; the known words are INT and FLOAT."));
    }

    private static Aimet1Entry entry(JsonEntry entry, String name) {
        boolean perChannel = isPerChannel(entry);
        entry.only("name", "enc_type", "dtype", "bw", "is_sym", "scale", "offset");
        int bits = bits(entry, "bw");
        boolean signed = entry.bool("is_sym");
        List<Float> scales = new ArrayList<>();
        for (JsonNode value : entry.list("scale")) {
            scales.add(TensorEntry.scale(entry, value, "'scale' " + scales.size()));
        }
        List<Integer> offsets = new ArrayList<>();
        for (JsonNode value : entry.list("offset")) {
            offsets.add(offset(entry, value, bits, signed));
        }
        if (scales.isEmpty() || scales.size() != offsets.size()) {
            throw entry.fault("'scale' has " + JsonEntry.count(scales.size(), "value", "values") + " and 'offset' has "
                    + offsets.size() + "; they need one value each, or one for each channel.");
        }
        if (!perChannel && scales.size() != 1) {
            throw entry.fault("'enc_type' is PER_TENSOR, but 'scale' has " + scales.size() + " values; one is needed.");
        }
        return new Aimet1Entry(name, bits, signed, scales, offsets, perChannel);
    }

    private static boolean isPerChannel(JsonEntry entry) {
        String kind = entry.string("enc_type");
        return switch (kind) {
            case "PER_TENSOR" -> false;
            case "PER_CHANNEL" -> true;
            case "PER_BLOCK", "LPBQ" -> throw entry.fault("'enc_type' is " + kind + ", which asks for a scale for each"
                    + " block, which Quantscope does not compute; use PER_CHANNEL or PER_TENSOR.");
            default -> throw entry.fault("'enc_type' is " + Quoted.text(kind)
                    + "; the known words are PER_TENSOR and PER_CHANNEL.");
        };
    }

    static int bits(JsonEntry entry, String key) {
        int bits = entry.integer(key);
        if (bits < QuantType.MIN_BITS || bits > TensorEncoding.MAX_BITS) {
            throw entry.fault("'" + key + "' must lie between " + QuantType.MIN_BITS + " and "
                    + TensorEncoding.MAX_BITS + "; " + bits + " does not.");
        }
        return bits;
    }

    /** AIMET itself writes offsets with a decimal point, which is the same number. */
    static int offset(JsonEntry entry, JsonNode value, int bits, boolean signed) {
        double offset = entry.real(value, "'offset'");
        if (offset != Math.rint(offset)) {
            throw entry.fault("'offset' is " + JsonEntry.shown(value) + "; it must be an integer.");
        }
        String fault = Aimet1Entry.offsetFault((long) offset, bits, signed);
        if (fault != null) {
            throw entry.fault(fault);
        }
        return (int) (long) offset;
    }
}
