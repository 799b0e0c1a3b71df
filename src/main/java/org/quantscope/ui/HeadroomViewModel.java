package org.quantscope.ui;

import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.quantscope.analysis.AccumulatorHeadroom;
import org.quantscope.analysis.ChannelHeadroom;
import org.quantscope.analysis.HeadroomSentence;
import org.quantscope.analysis.Overflow;
import org.quantscope.quant.Accumulator;
import org.quantscope.ui.chart.HeadroomBars;
import org.quantscope.workspace.LayerResult;
import org.quantscope.workspace.Workspace;
import org.quantscope.workspace.WorkspaceState;

/** How much room the accumulator of the layer in focus leaves, channel by channel and in a few words. */
public final class HeadroomViewModel {
    /**
     * What is shown of it.
     *
     * @param bars bits by channel; none where there is no integer accumulator
     * @param channel the channel in focus
     * @param text "19 of 32 bits"; empty: there is nothing to say
     * @param sentence what that means, or why there is no accumulator
     * @param registerOverflow whether the chosen register can overflow, or does
     * @param int32Overflow whether one of 32 bits could, or would
     */
    record Shown(
            HeadroomBars bars,
            int channel,
            String text,
            String sentence,
            Overflow registerOverflow,
            Overflow int32Overflow) {
        static final Shown NOTHING =
                new Shown(HeadroomBars.NONE, -1, "", "No sums yet", Overflow.NONE, Overflow.NONE);

        private Shown withChannel(int other) {
            return new Shown(bars, other, text, sentence, registerOverflow, int32Overflow);
        }
    }

    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", Shown.NOTHING);
    private LayerResult read;

    HeadroomViewModel(Workspace workspace) {
        workspace.onChange(this::show);
    }

    ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** A result of the visible channel alone changes nothing: that of all channels follows. */
    private void show(WorkspaceState state) {
        Optional<LayerResult> result = state.shown().filter(now -> now.layer().name().equals(state.focus().layer()));
        if (result.isEmpty()) {
            read = null;
            shown.set(Shown.NOTHING);
            return;
        }
        LayerResult now = result.get();
        if (now != read && now.isWhole()) {
            read = now;
            shown.set(of(now));
        } else if (read != null && read.layer() != now.layer()) {
            read = null;
            shown.set(Shown.NOTHING);
        }
        shown.set(shown.get().withChannel(state.focus().channel()));
    }

    private static Shown of(LayerResult result) {
        if (result.headroom().isEmpty()) {
            String reason = HeadroomSentence.absence(result.params()).orElse(Shown.NOTHING.sentence());
            return new Shown(HeadroomBars.NONE, -1, "", reason, Overflow.NONE, Overflow.NONE);
        }
        AccumulatorHeadroom headroom = result.headroom().get();
        String text = String.format(
                Locale.ROOT, "%d of %d bits", headroom.worstCaseBits(), headroom.register().bits());
        return new Shown(bars(headroom), -1, text, HeadroomSentence.of(headroom), headroom.ofRegister(),
                headroom.ofInt32());
    }

    private static HeadroomBars bars(AccumulatorHeadroom headroom) {
        boolean exact = headroom.register().bits() == Accumulator.EXACT.bits();
        return new HeadroomBars(
                headroom.each().stream().mapToInt(ChannelHeadroom::worstCaseBits).toArray(),
                headroom.each().stream().mapToInt(ChannelHeadroom::observedBits).toArray(),
                headroom.each().stream().mapToLong(ChannelHeadroom::maxAbs).toArray(),
                exact ? Integer.SIZE : headroom.register().bits(),
                exact ? "int32" : ParameterText.words(headroom.register()));
    }
}
