package org.quantscope.ui;

import java.util.OptionalInt;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.quantscope.quant.QuantParams;
import org.quantscope.settings.ChannelOverride;

/** A row of the channel table. The object stays while its channel does; what it shows is replaced in place. */
public final class ChannelRow {
    /**
     * What a row shows.
     *
     * @param params the channel's parameters; null where the weights are float
     * @param own what was set by hand
     * @param locked whether edits pass the channel by
     * @param sqnrDb signal to quantization noise; NaN while unknown
     */
    record Shown(QuantParams params, ChannelOverride own, boolean locked, double sqnrDb) {}

    private static final Shown UNKNOWN = new Shown(null, ChannelOverride.NONE, false, Double.NaN);

    private final int channel;
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", UNKNOWN);

    ChannelRow(int channel) {
        this.channel = channel;
    }

    int channel() {
        return channel;
    }

    Shown shown() {
        return shown.get();
    }

    ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    void show(Shown now) {
        if (!now.equals(shown.get())) {
            shown.set(now);
        }
    }

    boolean bitsByHand() {
        return shown().own().bits().isPresent();
    }

    /** A scale of its own, typed or from a range of its own. */
    boolean scaleByHand() {
        return shown().own().scale().isPresent() || shown().own().range().isPresent();
    }

    boolean zeroPointByHand() {
        return shown().own().zeroPoint().isPresent();
    }

    OptionalInt bits() {
        return shown().params() == null ? OptionalInt.empty() : OptionalInt.of(shown().params().type().bits());
    }
}
