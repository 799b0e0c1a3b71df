package org.quantscope.ui;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * A place in the layer table. The object stays while its layer does; the row in it is replaced, so that a table draws
 * that row again and not all of them.
 */
final class LayerEntry {
    private final ReadOnlyObjectWrapper<LayerRow> row;

    LayerEntry(LayerRow first) {
        row = new ReadOnlyObjectWrapper<>(this, "row", first);
    }

    String name() {
        return row().name();
    }

    LayerRow row() {
        return row.get();
    }

    ReadOnlyObjectProperty<LayerRow> rowProperty() {
        return row.getReadOnlyProperty();
    }

    /** @return whether that is anything new */
    boolean show(LayerRow now) {
        boolean changed = !now.equals(row.get());
        if (changed) {
            row.set(now);
        }
        return changed;
    }
}
