package org.quantscope.ui;

import java.util.Comparator;

/** What the layer table can be sorted by. Layers without a figure come last either way. */
enum LayerOrder {
    NAME("Layer", Comparator.comparing(LayerRow::displayName)),
    OP("Op", Comparator.comparing(LayerRow::op)),
    WEIGHTS("Weights", Comparator.comparingInt(LayerRow::weightCount)),
    BITS("Bits", Comparator.comparingInt(LayerRow::fewestBits)),
    SQNR("SQNR dB", Comparator.comparingDouble(row -> row.sqnrDb().orElse(0))),
    WORST("Worst", Comparator.comparingInt(row -> row.worstChannel().orElse(0)));

    private final String title;
    private final Comparator<LayerRow> ascending;

    LayerOrder(String title, Comparator<LayerRow> ascending) {
        this.title = title;
        this.ascending = ascending;
    }

    String title() {
        return title;
    }

    Comparator<LayerRow> comparator(boolean upwards) {
        Comparator<LayerRow> order = upwards ? ascending : ascending.reversed();
        return this == SQNR || this == WORST
                ? Comparator.<LayerRow, Boolean>comparing(row -> row.sqnrDb().isEmpty()).thenComparing(order)
                : order;
    }
}
