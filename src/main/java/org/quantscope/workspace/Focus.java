package org.quantscope.workspace;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.quantscope.model.Model;

/**
 * What the person looks at. Not part of the settings, so not undone and not saved.
 *
 * @param layer name of the layer; empty while no model is open
 * @param channel the output channel whose maps are shown
 * @param selection the channels that an edit of channels changes; contains {@code channel} unless it is empty
 */
public record Focus(String layer, int channel, SortedSet<Integer> selection) {
    public static final Focus NOTHING = new Focus("", 0, Collections.emptySortedSet());

    public Focus {
        selection = Collections.unmodifiableSortedSet(new TreeSet<>(selection));
    }

    public static Focus on(String layer) {
        return new Focus(layer, 0, Collections.emptySortedSet());
    }

    /** The network's first layer, if it has one. */
    static Focus onFirst(Model model) {
        return model.layers().stream().findFirst().map(layer -> on(layer.name())).orElse(NOTHING);
    }

    /** The same layer with one channel selected. */
    public Focus withChannel(int newChannel) {
        return new Focus(layer, newChannel, new TreeSet<>(Collections.singleton(newChannel)));
    }

    /** The same layer with these channels selected; the last one chosen is the one shown. */
    public Focus withSelection(int shown, SortedSet<Integer> channels) {
        return new Focus(layer, shown, channels);
    }
}
