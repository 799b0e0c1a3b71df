package org.quantscope.export;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The settings file beside a file of another format: everything that format has no room for, and for which model, by
 * which format and in which version the other file was written.
 */
final class Companion {
    private static final String ENDING = ".quantscope.json";

    private Companion() {}

    /**
     * Where it is; never the name of a settings file that was there before.
     *
     * @param word what tells the companions of two formats apart, such as {@code aimet1}
     * @throws IllegalArgumentException with a sentence if the file has the name of a settings file
     */
    static Path beside(Path file, String word) {
        String name = String.valueOf(file.getFileName());
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(ENDING)) {
            throw new IllegalArgumentException("The name " + Quoted.text(name) + " is that of a settings file; give this"
                    + " format another ending.");
        }
        String stem = stem(file);
        return file.resolveSibling((stem.endsWith("." + word) ? stem : stem + "." + word) + ENDING);
    }

    /** The name without {@code .json}, {@code .csv} or {@code .onnx}. */
    static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        String lower = name.toLowerCase(Locale.ROOT);
        for (String ending : new String[] {".json", ".csv", ".onnx"}) {
            if (lower.endsWith(ending) && name.length() > ending.length()) {
                return name.substring(0, name.length() - ending.length());
            }
        }
        return name;
    }

    /** Saves it. */
    static SaveReport save(Path companion, Path file, String word, String version, ExportSource source) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("file", String.valueOf(file.getFileName()));
        facts.put("format", word);
        facts.put("version", version);
        facts.put("tool", "Quantscope " + ToolVersion.number());
        return SettingsExport.save(companion, source.model(), source.settings(), source.derivation(), facts);
    }

    /** What a settings file says of the file beside it, if it is such a companion: no setting follows from it. */
    static void check(JsonEntry entry) {
        entry.only("file", "format", "version", "tool");
        for (String key : entry.keys()) {
            entry.string(key);
        }
    }
}
