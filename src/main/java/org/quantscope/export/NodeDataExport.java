package org.quantscope.export;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quantscope.analysis.QuantizationError;
import org.quantscope.model.Layer;

/**
 * Saves the measured errors of the layers as node data for Model Explorer, read back and compared before they replace an
 * older file: the signal to noise ratio in decibels at each layer's output, from the worst in red to the best in green.
 */
final class NodeDataExport {
    private static final String WORD = "model-explorer";
    private static final String VERSION = "1";

    private NodeDataExport() {}

    /**
     * Saves the data, and a settings file beside them.
     *
     * @throws IllegalArgumentException with a sentence if no layer's error was measured
     * @throws FileNotSavedException with a sentence if a file cannot be written or does not read back the same
     */
    static SaveReport save(Path file, ExportSource source) {
        Map<String, Double> values = new LinkedHashMap<>();
        List<String> exact = new ArrayList<>();
        for (Layer layer : source.model().layers()) {
            QuantizationError error = source.errors().get(layer.name());
            if (error != null && Double.isFinite(error.sqnrDb())) {
                values.put(layer.output(), error.sqnrDb());
            } else if (error != null) {
                exact.add(Quoted.text(layer.name()));
            }
        }
        if (source.errors().isEmpty()) {
            throw new IllegalArgumentException("No layer's error was measured, so there is nothing to colour nodes by; give"
                    + " images to measure on.");
        }
        if (values.isEmpty()) {
            throw new IllegalArgumentException(
                    "No layer has an error, so there is nothing to colour nodes by; quantize a layer first.");
        }
        Path companion = Companion.beside(file, WORD);
        Companion.save(companion, file, WORD, VERSION, source);
        String name = String.valueOf(file.getFileName());
        FieldComparison[] compared = new FieldComparison[1];
        AtomicFile.write(file, NodeDataFile.render(values), written -> compared[0] = FieldComparison.of(
                        values, NodeDataFile.parse(StrictJson.parse(StrictJson.bytes(written), name)))
                .requireSame(name));
        List<String> notes = exact.isEmpty()
                ? List.of()
                : List.of((exact.size() == 1 ? "Layer " : "Layers ") + String.join(", ", exact)
                        + (exact.size() == 1 ? " has" : " have") + " no error at all, which is no number, and so no colour.");
        return new SaveReport(List.of(file, companion), compared[0].fields(), compared[0].differing(), notes);
    }
}
