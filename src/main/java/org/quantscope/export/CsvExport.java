package org.quantscope.export;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Saves the table of all parameters as CSV, read back and compared before it replaces an older file. */
final class CsvExport {
    private static final String WORD = "csv";
    private static final String VERSION = "1";

    private CsvExport() {}

    /**
     * Saves the table, and a settings file with what it has no room for beside it.
     *
     * @throws IllegalArgumentException with a sentence if there is nothing to write
     * @throws FileNotSavedException with a sentence if a file cannot be written or does not read back the same
     */
    static SaveReport save(Path file, ExportSource source) {
        List<ParameterRow> rows = ParameterTable.of(source);
        Path companion = Companion.beside(file, WORD);
        Companion.save(companion, file, WORD, VERSION, source);
        String name = String.valueOf(file.getFileName());
        FieldComparison[] compared = new FieldComparison[1];
        AtomicFile.write(file, ParameterFile.render(rows), written -> compared[0] = FieldComparison.of(
                        fields(rows), fields(ParameterFile.parse(StrictJson.bytes(written), name)))
                .requireSame(name));
        List<String> notes = new ArrayList<>();
        AimetNotes.foldedNote(source.model()).ifPresent(notes::add);
        if (source.errors().isEmpty()) {
            notes.add("Errors of weights are those of the weights alone; errors at the outputs of layers were not measured,"
                    + " so their columns are empty.");
        }
        return new SaveReport(List.of(file, companion), compared[0].fields(), compared[0].differing(), notes);
    }

    /** Every cell, by row and column. */
    private static Map<String, Object> fields(List<ParameterRow> rows) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (ParameterRow row : rows) {
            List<String> cells = row.cells();
            for (int column = 0; column < cells.size(); column++) {
                fields.put(row.place() + " " + ParameterRow.COLUMNS.get(column), cells.get(column));
            }
        }
        return fields;
    }
}
