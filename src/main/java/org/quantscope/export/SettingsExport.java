package org.quantscope.export;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.quantscope.model.Model;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;

/** Saves the settings file: written beside its place, read back, compared, and only then put there. */
public final class SettingsExport {
    private SettingsExport() {}

    /**
     * Saves the settings.
     *
     * @throws FileNotSavedException with a sentence if the file cannot be written or does not read back the same; an
     *     older file is then unchanged
     * @throws SettingsFormatException with a sentence if the settings are such as no reader accepts; likewise
     */
    public static SaveReport save(
            Path file, Model model, QuantSettings settings, ParameterDerivation derivation) {
        return save(file, model, settings, derivation, Map.of());
    }

    /** As the other one, beside a file of another format of which {@code beside} tells. */
    static SaveReport save(
            Path file,
            Model model,
            QuantSettings settings,
            ParameterDerivation derivation,
            Map<String, Object> beside) {
        byte[] bytes = SettingsFileWriter.render(model, settings, derivation, beside);
        String name = String.valueOf(file.getFileName());
        FieldComparison[] compared = new FieldComparison[1];
        AtomicFile.write(file, bytes, written -> {
            byte[] found = StrictJson.bytes(written);
            QuantSettings readBack = SettingsFileReader.parse(found, name, model, derivation);
            compared[0] = FieldComparison.of(
                            FieldComparison.fields(model, settings, derivation),
                            FieldComparison.fields(model, readBack, derivation))
                    .requireSame(name);
            if (!Arrays.equals(bytes, SettingsFileWriter.render(model, readBack, derivation, beside))) {
                throw new FileNotSavedException("File " + Quoted.text(name)
                        + " was not saved: read back and written again it is another file; the older file is unchanged,"
                        + " please report this.");
            }
        });
        return new SaveReport(List.of(file), compared[0].fields(), compared[0].differing(), List.of());
    }
}
