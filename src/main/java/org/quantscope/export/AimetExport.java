package org.quantscope.export;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.quantscope.model.Model;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;

/**
 * Saves AIMET encodings 2.0.0, read back and compared before they replace an older file, and beside them a settings
 * file with what the format has no room for.
 */
public final class AimetExport {
    private AimetExport() {}

    /**
     * Saves both files.
     *
     * @throws IllegalArgumentException with a sentence if the format cannot hold the settings; nothing is written then
     * @throws FileNotSavedException with a sentence if a file cannot be written or does not read back the same
     */
    public static SaveReport save(Path file, Model model, QuantSettings settings, ParameterDerivation derivation) {
        List<AimetEncoding> encodings = AimetEncodings.of(model, settings, derivation);
        Path companion = companion(file);
        SettingsExport.save(companion, model, settings, derivation);
        String name = String.valueOf(file.getFileName());
        FieldComparison[] compared = new FieldComparison[1];
        AtomicFile.write(file, AimetFile.render(encodings), written -> compared[0] = FieldComparison.of(
                        fields(encodings), fields(AimetFile.parse(StrictJson.bytes(written), name)))
                .requireSame(name));
        return new SaveReport(
                List.of(file, companion),
                compared[0].fields(),
                compared[0].differing(),
                AimetNotes.of(model, settings, derivation));
    }

    /** The settings file beside an encodings file; never the name of a settings file that was there before. */
    public static Path companion(Path file) {
        String name = String.valueOf(file.getFileName());
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".quantscope.json")) {
            throw new IllegalArgumentException("The name " + Quoted.text(name)
                    + " is that of a settings file; give the AIMET encodings another ending, such as .encodings.json.");
        }
        int end = lower.endsWith(".json") ? name.length() - ".json".length() : name.length();
        return file.resolveSibling(name.substring(0, end) + ".aimet.quantscope.json");
    }

    private static Map<String, Object> fields(List<AimetEncoding> encodings) {
        Map<String, Object> fields = new LinkedHashMap<>();
        encodings.forEach(encoding -> encoding.putFields(fields));
        return fields;
    }
}
