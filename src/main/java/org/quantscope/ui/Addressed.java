package org.quantscope.ui;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.quantscope.quant.Granularity;
import org.quantscope.settings.WeightSettings;
import org.quantscope.workspace.Focus;

/**
 * Which channels a clip handle, the scale and the zero point of the parameters pane speak of: per tensor the layer,
 * whatever is selected, because one scale serves all; per channel the selection, or the shown channel where nothing is
 * selected. Single channels of a per-tensor layer are set in the channel table.
 *
 * @param wholeLayer whether the layer's own choice is meant
 * @param channels the output channels, never empty
 */
record Addressed(boolean wholeLayer, SortedSet<Integer> channels) {
    static Addressed of(WeightSettings choices, Focus focus, int channelCount) {
        if (choices.granularity() == Granularity.PER_TENSOR) {
            return new Addressed(true, new TreeSet<>(IntStream.range(0, channelCount).boxed().toList()));
        }
        int shown = Math.min(focus.channel(), channelCount - 1);
        return new Addressed(
                false, focus.selection().isEmpty() ? focus.withChannel(shown).selection() : focus.selection());
    }

    /** To be put behind a label: {@code ", ch. 10"}; empty for the layer. */
    String label() {
        if (wholeLayer) {
            return "";
        }
        return channels.size() == 1 ? ", ch. " + channels.first() : ", " + channels.size() + " ch.";
    }
}
