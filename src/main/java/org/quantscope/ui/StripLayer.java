package org.quantscope.ui;

import java.util.OptionalDouble;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.quantscope.model.Layer;

/** A layer of the network strip. The object stays while its layer does, so that a new figure paints one cell. */
final class StripLayer {
    /** From here on a cell is full. */
    private static final double FULL_DB = 50;
    private static final double LEAST_SHARE = 0.1;

    private final Layer layer;
    private final ReadOnlyObjectWrapper<OptionalDouble> sqnrDb =
            new ReadOnlyObjectWrapper<>(this, "sqnrDb", OptionalDouble.empty());

    StripLayer(Layer layer) {
        this.layer = layer;
    }

    String name() {
        return layer.name();
    }

    String displayName() {
        return layer.displayName();
    }

    /** The figure in decibels; infinite where nothing is lost, empty while it is not known. */
    ReadOnlyObjectProperty<OptionalDouble> sqnrDbProperty() {
        return sqnrDb.getReadOnlyProperty();
    }

    void show(OptionalDouble now) {
        if (!now.equals(sqnrDb.get())) {
            sqnrDb.set(now);
        }
    }

    SqnrTone tone() {
        return SqnrTone.of(sqnrDb.get());
    }

    /** How far the cell is filled, 0 to 1. */
    double share() {
        return tone() == SqnrTone.UNKNOWN
                ? 0
                : Math.max(LEAST_SHARE, Math.min(1, sqnrDb.get().getAsDouble() / FULL_DB));
    }

    /** The figure with its unit, {@code exact}, or a dash. */
    String figure() {
        return switch (tone()) {
            case UNKNOWN -> "–";
            case EXACT -> "exact";
            default -> NumberFormats.decibels(sqnrDb.get().getAsDouble()) + " dB";
        };
    }

    /** What kind of layer it is, in full. */
    String description() {
        return layer.op() + " " + layer.name();
    }
}
