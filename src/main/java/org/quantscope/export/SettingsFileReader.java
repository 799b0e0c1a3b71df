package org.quantscope.export;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.Preprocessing;
import org.quantscope.settings.QuantSettings;

/**
 * Reads {@code *.quantscope.json}. An explicit scale or zero point that the choices would give anyway, bit for bit, is
 * not kept as set by hand; one that differs is. Whatever the reader does not understand is an error that names it.
 */
public final class SettingsFileReader {
    private SettingsFileReader() {}

    /**
     * The settings of a file.
     *
     * @param model as the file says it, stored or folded: see {@link #folded}
     * @param derivation what was observed of the model; the values of an activation that has not been observed are kept
     *     as set by hand
     * @throws SettingsFormatException with a sentence if the file cannot be used with the model
     */
    public static QuantSettings read(Path file, Model model, ParameterDerivation derivation) {
        return parse(StrictJson.bytes(file), String.valueOf(file.getFileName()), model, derivation);
    }

    /**
     * Whether a file's settings are for a model with BatchNormalization folded into its layers; empty: it does not say.
     * Everything else in the file is left to {@link #read}.
     *
     * @throws SettingsFormatException with a sentence if it is no settings file
     */
    public static Optional<Boolean> folded(Path file) {
        JsonEntry root = StrictJson.parse(StrictJson.bytes(file), String.valueOf(file.getFileName()));
        requireVersion(root);
        return root.has("folded") ? Optional.of(root.bool("folded")) : Optional.empty();
    }

    /** As {@link #read}, of bytes; {@code fileName} is what the sentences call them. */
    public static QuantSettings parse(byte[] bytes, String fileName, Model model, ParameterDerivation derivation) {
        JsonEntry root = StrictJson.parse(bytes, fileName);
        requireVersion(root);
        root.only("quantscope", "export", "model", "folded", "preprocessing", "layers");
        root.optionalObject("export").ifPresent(Companion::check);
        root.optionalObject("model").ifPresent(entry -> requireSameModel(entry, model));
        if (root.has("folded")) {
            requireSameFolding(root, root.bool("folded"), model);
        }
        Optional<Preprocessing> preprocessing = root.optionalObject("preprocessing").map(PreprocessingEntry::read);
        JsonEntry layers = root.inside("layers");
        for (String name : layers.keys()) {
            if (model.layer(name).isEmpty()) {
                throw root.fault("the layer " + Quoted.text(name) + " is not in the model "
                        + Quoted.text(model.fileName()) + "; correct its name or remove it.");
            }
        }
        Map<String, LayerSettings> read = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            if (layers.has(layer.name())) {
                JsonEntry entry = layers.layer(layer.name());
                read.put(layer.name(), new LayerEntry(layer, derivation).read(entry));
            }
        }
        return new QuantSettings(read, preprocessing, model.folded());
    }

    private static void requireVersion(JsonEntry root) {
        if (!root.has("quantscope")) {
            throw root.fault("the key 'quantscope' is missing, so this is not a settings file of Quantscope; choose a"
                    + " file that ends in .quantscope.json.");
        }
        int version = root.integer("quantscope");
        if (version != SettingsFileWriter.VERSION) {
            throw root.fault("the format version is " + version + ", but this version of Quantscope reads "
                    + SettingsFileWriter.VERSION + "; use the version that wrote the file.");
        }
    }

    private static void requireSameFolding(JsonEntry root, boolean folded, Model model) {
        if (folded && !model.isFoldable()) {
            throw root.fault("'folded' is true, but " + Quoted.text(model.fileName())
                    + " has no BatchNormalization that can be folded; open the model that the settings belong to.");
        }
        if (folded && !model.folded()) {
            throw root.fault("'folded' is true, but " + Quoted.text(model.fileName())
                    + " was opened with its BatchNormalization as stored; fold it before these settings are used.");
        }
        if (!folded && model.folded()) {
            throw root.fault("'folded' is false, but the BatchNormalization of " + Quoted.text(model.fileName())
                    + " was asked to be folded; leave --fold-bn out, or use settings of the folded model.");
        }
    }

    private static void requireSameModel(JsonEntry entry, Model model) {
        entry.only("file", "sha256");
        String name = entry.has("file") ? Quoted.text(entry.string("file")) : "another model";
        String hash = entry.string("sha256");
        if (!hash.toLowerCase(Locale.ROOT).equals(model.sha256())) {
            throw entry.fault("the settings were saved for " + name + " (SHA-256 " + shortened(hash)
                    + "), but the open model is " + Quoted.text(model.fileName()) + " (SHA-256 "
                    + shortened(model.sha256()) + "); open the model that they belong to.");
        }
    }

    private static String shortened(String hash) {
        String text = Quoted.text(hash.substring(0, Math.min(12, hash.length())));
        return text.substring(1, text.length() - 1) + "…";
    }
}
