package org.quantscope.export;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quantscope.model.Layer;

/**
 * Saves AIMET encodings 1.0.0, read back and compared before they replace an older file, and beside them a settings file
 * with what the format has no room for.
 */
final class Aimet1Export {
    private static final String WORD = "aimet1";

    private Aimet1Export() {}

    /**
     * Saves both files.
     *
     * @throws IllegalArgumentException with a sentence if the format cannot hold the settings; nothing is written then
     * @throws FileNotSavedException with a sentence if a file cannot be written or does not read back the same
     */
    static SaveReport save(Path file, ExportSource source) {
        List<LintFinding> findings = Lint.requireWritable(LintTarget.AIMET1, source);
        List<TensorEncoding> tensors = TensorEncodings.of(
                EncodingTarget.AIMET1, source.model(), source.settings(), source.derivation());
        Path companion = Companion.beside(file, WORD);
        Companion.save(companion, file, WORD, Aimet1File.VERSION, source);
        List<Aimet1Entry> activations = new ArrayList<>();
        List<Aimet1Entry> parameters = new ArrayList<>();
        Set<String> stored = parameterNames(source);
        for (TensorEncoding tensor : tensors) {
            (stored.contains(tensor.name()) ? parameters : activations).add(Aimet1Entry.of(tensor));
        }
        String name = String.valueOf(file.getFileName());
        FieldComparison[] compared = new FieldComparison[1];
        AtomicFile.write(file, Aimet1File.render(activations, parameters), written -> {
            JsonEntry root = StrictJson.parse(StrictJson.bytes(written), name);
            List<Aimet1Entry> all = new ArrayList<>(activations);
            all.addAll(parameters);
            compared[0] = FieldComparison.of(fields(all), fields(Aimet1File.parse(root, name))).requireSame(name);
        });
        List<String> notes = new ArrayList<>(Lint.notes(findings));
        notes.addAll(ambiguous(tensors));
        return new SaveReport(List.of(file, companion), compared[0].fields(), compared[0].differing(), notes);
    }

    private static Set<String> parameterNames(ExportSource source) {
        Set<String> names = new HashSet<>();
        for (Layer layer : source.model().layers()) {
            names.add(layer.weightName());
            layer.biasName().ifPresent(names::add);
        }
        return names;
    }

    private static Map<String, Object> fields(List<Aimet1Entry> entries) {
        Map<String, Object> fields = new LinkedHashMap<>();
        entries.forEach(entry -> entry.putFields(fields));
        return fields;
    }

    /** A full signed type with all zero points at −1 has the bytes of the narrow type with zero points at 0. */
    private static List<String> ambiguous(List<TensorEncoding> tensors) {
        return tensors.stream()
                .filter(tensor -> tensor.signed() && !tensor.narrow()
                        && tensor.zeroPoints().stream().allMatch(zeroPoint -> zeroPoint == -1))
                .map(tensor -> "The zero point of " + Quoted.text(tensor.name()) + " is -1, which in this format is the same"
                        + " as the type without its lowest code and zero point 0; it is read back as that.")
                .toList();
    }
}
