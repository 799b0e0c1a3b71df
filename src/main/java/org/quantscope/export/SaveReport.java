package org.quantscope.export;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What was saved, read back and compared.
 *
 * @param files the files written, the one asked for first
 * @param fieldsCompared how many values were compared with what was read back
 * @param differing what differs; empty, because a file that differs is not saved
 * @param notes what the format cannot say, one sentence each
 */
public record SaveReport(List<Path> files, int fieldsCompared, List<String> differing, List<String> notes) {
    public SaveReport {
        files = List.copyOf(files);
        differing = List.copyOf(differing);
        notes = List.copyOf(notes);
    }

    /** For example {@code Saved net.quantscope.json: 0 of 152 fields differ.} */
    public String sentence() {
        return String.format(
                Locale.ROOT, "Saved %s: %d of %d fields differ.", files.get(0).getFileName(), differing.size(),
                fieldsCompared);
    }
}
