package org.quantscope.export;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quantscope.model.Model;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;

/** Saves a report: one HTML file for people, with the settings and the figures inside for programs. */
public final class ReportExport {
    private ReportExport() {}

    /**
     * Saves the report of today.
     *
     * @throws FileNotSavedException with a sentence if the file cannot be written, or what is inside of it does not read
     *     back the same; an older file is then unchanged
     */
    public static SaveReport save(Path file, ExportSource source) {
        return save(file, ReportContent.of(source, ToolVersion.number(), LocalDate.now().toString()));
    }

    static SaveReport save(Path file, ReportContent content) {
        byte[] bytes = ReportPage.render(content).getBytes(StandardCharsets.UTF_8);
        String name = String.valueOf(file.getFileName());
        FieldComparison[] compared = new FieldComparison[1];
        AtomicFile.write(file, bytes, written -> compared[0] = FieldComparison.of(
                        fields(content), readBack(StrictJson.bytes(written), name, content.source()))
                .requireSame(name));
        return new SaveReport(List.of(file), compared[0].fields(), compared[0].differing(), List.of());
    }

    /**
     * The settings inside a report.
     *
     * @throws SettingsFormatException with a sentence if the file is no report or its settings are not for this model
     */
    static QuantSettings settings(byte[] page, String fileName, Model model, ParameterDerivation derivation) {
        byte[] json = ReportData.block(new String(page, StandardCharsets.UTF_8), ReportData.SETTINGS_ID, fileName);
        return SettingsFileReader.parse(json, fileName, model, derivation);
    }

    private static Map<String, Object> fields(ReportContent content) {
        ExportSource source = content.source();
        Map<String, Object> fields =
                new LinkedHashMap<>(FieldComparison.fields(source.model(), source.settings(), source.derivation()));
        putLeaves(fields, "", ReportData.figures(content));
        return fields;
    }

    private static void putLeaves(Map<String, Object> fields, String way, Map<?, ?> from) {
        from.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner) {
                putLeaves(fields, way + key + " ", inner);
            } else {
                fields.put(way + key, value instanceof String ? "\"" + value + '"' : String.valueOf(value));
            }
        });
    }

    private static Map<String, Object> readBack(byte[] page, String name, ExportSource source) {
        QuantSettings settings = settings(page, name, source.model(), source.derivation());
        Map<String, Object> fields =
                new LinkedHashMap<>(FieldComparison.fields(source.model(), settings, source.derivation()));
        byte[] figures = ReportData.block(new String(page, StandardCharsets.UTF_8), ReportData.FIGURES_ID, name);
        fields.putAll(StrictJson.parse(figures, name).leaves());
        return fields;
    }
}
