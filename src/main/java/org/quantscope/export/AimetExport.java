package org.quantscope.export;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    public static SaveReport save(Path file, ExportSource source) {
        Lint.requireWritable(LintTarget.AIMET2, source);
        List<AimetEncoding> encodings =
                AimetEncodings.of(source.model(), source.settings(), source.derivation());
        Path companion = Companion.beside(file, "aimet");
        Companion.save(companion, file, "aimet", AimetFile.VERSION, source);
        String name = String.valueOf(file.getFileName());
        FieldComparison[] compared = new FieldComparison[1];
        AtomicFile.write(file, AimetFile.render(encodings), written -> compared[0] = FieldComparison.of(
                        fields(encodings), fields(AimetFile.parse(StrictJson.bytes(written), name)))
                .requireSame(name));
        return new SaveReport(
                List.of(file, companion),
                compared[0].fields(),
                compared[0].differing(),
                AimetNotes.of(source.model(), source.settings(), source.derivation()));
    }

    private static Map<String, Object> fields(List<AimetEncoding> encodings) {
        Map<String, Object> fields = new LinkedHashMap<>();
        encodings.forEach(encoding -> encoding.putFields(fields));
        return fields;
    }
}
