package org.quantscope.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;

/**
 * Everything that a report tells.
 *
 * @param source the settings and what was measured of them
 * @param rows the explorable layers, in the order of the network
 * @param version of this program
 * @param date when the report was made, for a person
 */
record ReportContent(ExportSource source, List<ReportRow> rows, String version, String date) {
    private static final int MOST_SHOWN = 6;

    ReportContent {
        rows = List.copyOf(rows);
    }

    static ReportContent of(ExportSource source, String version, String date) {
        Map<String, LayerParams> params = source.params();
        List<ReportRow> rows = new ArrayList<>();
        for (Layer layer : source.model().layers()) {
            rows.add(ReportRow.of(layer, params.get(layer.name()),
                    Optional.ofNullable(source.measured().layers().get(layer.name()))));
        }
        return new ReportContent(source, rows, version, date);
    }

    boolean isMeasured() {
        return rows.stream().anyMatch(row -> row.measured().isPresent());
    }

    /** The layers that lose most, worst first; none that loses nothing. */
    List<ReportRow> worst() {
        return rows.stream()
                .filter(row -> row.isQuantized() && row.measured().isPresent() == isMeasured())
                .filter(row -> Double.isFinite(row.severity()))
                .sorted(Comparator.comparingDouble(ReportRow::severity))
                .limit(MOST_SHOWN)
                .toList();
    }
}
