package org.quantscope.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quantscope.analysis.Certificate;
import org.quantscope.analysis.CodeParity;

/**
 * A certificate as JSON: {@code images}, {@code elements}, {@code differing} and {@code max_lsb} of all layers together,
 * of each under {@code layers} and of the network's {@code output}, the versions and the hashes.
 */
public final class CertificateFile {
    /** How names of its files end. */
    public static final String ENDING = ".certificate.json";
    private static final int VERSION = 1;

    private CertificateFile() {}

    /** Where the certificate of an exported network lies: beside it. */
    public static Path beside(Path exported) {
        String name = String.valueOf(exported.getFileName());
        int end = name.endsWith(".onnx") ? name.length() - ".onnx".length() : name.length();
        return exported.resolveSibling(name.substring(0, end) + ENDING);
    }

    /** The bytes of the file; the same certificate gives the same bytes. */
    public static byte[] render(Certificate certificate) {
        CodeParity total = certificate.total();
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("quantscope_certificate", VERSION);
        root.put("form", certificate.form());
        root.put("data", certificate.data());
        root.put("images", certificate.images());
        putCounts(root, total);
        root.put("exact", certificate.isExact());
        root.put("layers", certificate.layers().stream().map(layer -> place("layer", layer)).toList());
        root.put("not_compared", certificate.notCompared());
        Map<String, Object> output = place("tensor", certificate.output());
        output.put("unit", certificate.outputUnit());
        root.put("output", output);
        root.put("hashes", hashes(certificate));
        root.put("versions", certificate.versions());
        root.put("session", certificate.session());
        root.put("remarks", certificate.remarks());
        return JsonText.bytes(root);
    }

    /**
     * Saves it, read back and compared before it replaces an older one.
     *
     * @throws FileNotSavedException with a sentence if it cannot be written or does not read back the same
     */
    public static void save(Path file, Certificate certificate) {
        String name = String.valueOf(file.getFileName());
        AtomicFile.write(file, render(certificate), written -> {
            if (!parse(StrictJson.bytes(written), name).equals(certificate)) {
                throw new FileNotSavedException("File " + Quoted.text(name)
                        + " was not saved: read back it is another certificate; please report this.");
            }
        });
    }

    /**
     * The certificate of a file.
     *
     * @throws SettingsFormatException with a sentence if it is none, or if its sums do not add up
     */
    public static Certificate read(Path file) {
        return parse(StrictJson.bytes(file), String.valueOf(file.getFileName()));
    }

    /** @param fileName for sentences */
    static Certificate parse(byte[] bytes, String fileName) {
        JsonEntry root = StrictJson.parse(bytes, fileName);
        if (!root.has("quantscope_certificate")) {
            throw root.fault("the key 'quantscope_certificate' is missing; choose a certificate that verify saved.");
        }
        int version = root.integer("quantscope_certificate");
        if (version != VERSION) {
            throw root.fault("its version is " + version + ", and this program reads version " + VERSION + ".");
        }
        root.only("quantscope_certificate", "form", "data", "images", "elements", "differing", "max_lsb", "exact",
                "layers", "not_compared", "output", "hashes", "versions", "session", "remarks");
        JsonEntry output = root.object("output", "output").only("tensor", "elements", "differing", "max_lsb", "unit");
        JsonEntry hashes = root.object("hashes", "hashes").only("model_file", "model", "settings", "export");
        Certificate certificate = new Certificate(
                root.string("form"), root.string("data"), count(root, "images"), layers(root),
                texts(root, "not_compared"), counts(output, "tensor"), output.string("unit"),
                hashes.string("model_file"), hashes.string("model"), hashes.string("settings"),
                hashes.string("export"), texts(root, "versions"), texts(root, "session"), remarks(root));
        boolean adds = counts(root, certificate.total().place()).equals(certificate.total())
                && root.bool("exact") == certificate.isExact();
        if (!adds) {
            throw root.fault("its totals are not those of its layers; it was changed after it was saved.");
        }
        return certificate;
    }

    private static Map<String, Object> place(String key, CodeParity parity) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put(key, parity.place());
        putCounts(entry, parity);
        return entry;
    }

    private static void putCounts(Map<String, Object> entry, CodeParity parity) {
        entry.put("elements", parity.elements());
        entry.put("differing", parity.differing());
        entry.put("max_lsb", parity.maxLsb());
    }

    private static Map<String, Object> hashes(Certificate certificate) {
        Map<String, Object> hashes = new LinkedHashMap<>();
        hashes.put("model_file", certificate.modelFile());
        hashes.put("model", certificate.modelSha256());
        hashes.put("settings", certificate.settingsSha256());
        hashes.put("export", certificate.exportSha256());
        return hashes;
    }

    private static List<CodeParity> layers(JsonEntry root) {
        List<CodeParity> layers = new ArrayList<>();
        for (JsonNode node : root.list("layers")) {
            if (!(node instanceof ObjectNode object)) {
                throw root.fault("every entry of 'layers' must be an object in braces, not " + JsonEntry.shown(node)
                        + ".");
            }
            JsonEntry layer = root.at(object, "layer " + (layers.size() + 1));
            layers.add(counts(layer.only("layer", "elements", "differing", "max_lsb"), "layer"));
        }
        return layers;
    }

    /** @param key of the place's name; where there is none, the name itself */
    private static CodeParity counts(JsonEntry entry, String key) {
        long elements = large(entry, "elements");
        long differing = large(entry, "differing");
        int maxLsb = count(entry, "max_lsb");
        if (differing > elements || (differing == 0) != (maxLsb == 0)) {
            throw entry.fault("'differing' is " + differing + " of " + elements + " elements with a 'max_lsb' of "
                    + maxLsb + ", which cannot be.");
        }
        return new CodeParity(entry.has(key) ? entry.string(key) : key, elements, differing, maxLsb);
    }

    private static int count(JsonEntry entry, String key) {
        long count = large(entry, key);
        if (count > Integer.MAX_VALUE) {
            throw entry.fault("'" + key + "' is " + count + ", which is too large a number.");
        }
        return (int) count;
    }

    private static long large(JsonEntry entry, String key) {
        JsonNode value = entry.value(key);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw entry.fault("'" + key + "' must be an integer that is not negative, not " + JsonEntry.shown(value)
                    + ".");
        }
        return value.longValue();
    }

    private static Map<String, String> texts(JsonEntry root, String key) {
        JsonEntry entry = root.object(key, key);
        Map<String, String> texts = new LinkedHashMap<>();
        entry.keys().forEach(name -> texts.put(name, entry.string(name)));
        return texts;
    }

    private static List<String> remarks(JsonEntry root) {
        List<String> remarks = new ArrayList<>();
        for (JsonNode value : root.list("remarks")) {
            if (!value.isTextual()) {
                throw root.fault("every entry of 'remarks' must be a text in quotes, not " + JsonEntry.shown(value) + ".");
            }
            remarks.add(value.textValue());
        }
        return remarks;
    }
}
