package org.quantscope.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.quantscope.model.Model;

/**
 * {@code manifest.json} of a firmware folder: what it was made from, its layers, how wide the words of every array are,
 * and its files with their hashes.
 *
 * @param tool version of the program that wrote it
 * @param modelFile name of the network's file
 * @param modelSha256 its hash
 * @param folded whether BatchNormalization is folded into the layers
 * @param layers in the order of the network, by number
 * @param leftOut layers without an integer form, with the reason
 * @param words by array
 * @param files SHA-256 by path in the folder, with slashes; all files but the manifest itself
 */
public record FirmwareManifest(
        String tool,
        String modelFile,
        String modelSha256,
        boolean folded,
        List<Entry> layers,
        Map<String, String> leftOut,
        Map<String, Word> words,
        Map<String, String> files) {
    static final String NAME = "manifest.json";
    private static final int VERSION = 1;
    private static final String FORMAT = "quantscope-firmware";

    /**
     * A layer.
     *
     * @param name as in the network
     * @param id what its identifiers begin with
     * @param rounding of the input's codes
     * @param requantization the settings' word for it, or {@code none}
     * @param accumulatorBits that no input exceeds
     */
    public record Entry(String name, String id, String rounding, String requantization, int accumulatorBits) {}

    /**
     * The words of an array.
     *
     * @param bits of a word
     * @param kind {@code signed}, {@code unsigned}, or {@code float bits}
     * @param shape extents, outermost first
     */
    public record Word(int bits, String kind, List<Integer> shape) {
        public Word {
            shape = List.copyOf(shape);
        }

        static Word of(FirmwareArray array) {
            List<Integer> shape = new ArrayList<>();
            for (int extent : array.shape().toArray()) {
                shape.add(extent);
            }
            FirmwareWord word = array.word();
            return new Word(word.bits(), word.real() ? "float bits" : word.signed() ? "signed" : "unsigned", shape);
        }
    }

    public FirmwareManifest {
        layers = List.copyOf(layers);
        leftOut = new LinkedHashMap<>(leftOut);
        words = new LinkedHashMap<>(words);
        files = new LinkedHashMap<>(files);
    }

    static FirmwareManifest of(
            Model model, List<FirmwareLayer> layers, Map<String, String> leftOut, Map<String, String> files) {
        List<Entry> entries = new ArrayList<>();
        Map<String, Word> words = new LinkedHashMap<>();
        for (FirmwareLayer layer : layers) {
            entries.add(new Entry(
                    layer.form().layer().name(), layer.id(),
                    layer.form().input().rounding().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    layer.profile().map(profile -> profile.keyword()).orElse("none"),
                    layer.form().accumulatorBits()));
            layer.arrays().forEach(array -> words.put(array.name(), Word.of(array)));
            layer.testArrays().forEach(array -> words.put(array.name(), Word.of(array)));
        }
        String version = FirmwareManifest.class.getPackage().getImplementationVersion();
        return new FirmwareManifest(version == null ? "development" : version, model.fileName(), model.sha256(),
                model.folded(), entries, leftOut, words, files);
    }

    byte[] render() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("format", FORMAT);
        root.put("version", VERSION);
        root.put("tool", tool);
        root.put("model", ordered("file", modelFile, "sha256", modelSha256));
        root.put("folded", folded);
        root.put("layers", layers.stream().map(layer -> ordered(
                "name", layer.name(), "id", layer.id(), "rounding", layer.rounding(),
                "requantization", layer.requantization(), "accumulator_bits", layer.accumulatorBits())).toList());
        root.put("left_out", leftOut);
        Map<String, Object> described = new LinkedHashMap<>();
        words.forEach((name, word) ->
                described.put(name, ordered("bits", word.bits(), "kind", word.kind(), "shape", word.shape())));
        root.put("arrays", described);
        root.put("files", files);
        return JsonText.bytes(root);
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int at = 0; at < keysAndValues.length; at += 2) {
            map.put((String) keysAndValues[at], keysAndValues[at + 1]);
        }
        return map;
    }

    /** @throws SettingsFormatException with a sentence if it is not one that Quantscope writes */
    public static FirmwareManifest parse(byte[] bytes, String fileName) {
        JsonEntry root = StrictJson.parse(bytes, fileName)
                .only("format", "version", "tool", "model", "folded", "layers", "left_out", "arrays", "files");
        if (!root.string("format").equals(FORMAT) || root.integer("version") != VERSION) {
            throw root.fault("this is no manifest of version " + VERSION + " of a firmware folder.");
        }
        JsonEntry model = root.object("model", "model").only("file", "sha256");
        List<Entry> layers = new ArrayList<>();
        for (JsonEntry layer : root.objects("layers")) {
            layer.only("name", "id", "rounding", "requantization", "accumulator_bits");
            layers.add(new Entry(layer.string("name"), layer.string("id"), layer.string("rounding"),
                    layer.string("requantization"), layer.integer("accumulator_bits")));
        }
        Map<String, Word> words = new LinkedHashMap<>();
        JsonEntry arrays = root.object("arrays", "arrays");
        for (String name : arrays.keys()) {
            JsonEntry word = arrays.object(name, "array " + Quoted.text(name)).only("bits", "kind", "shape");
            words.put(name, new Word(word.integer("bits"), word.string("kind"), word.list("shape").stream()
                    .map(extent -> word.integer(extent, "an extent of 'shape'"))
                    .toList()));
        }
        return new FirmwareManifest(root.string("tool"), model.string("file"), model.string("sha256"),
                root.bool("folded"), layers, texts(root.object("left_out", "left_out")), words,
                texts(root.object("files", "files")));
    }

    private static Map<String, String> texts(JsonEntry entry) {
        Map<String, String> texts = new LinkedHashMap<>();
        entry.keys().forEach(key -> texts.put(key, entry.string(key)));
        return texts;
    }
}
