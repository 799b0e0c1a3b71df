package org.quantscope;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quantscope.network.Samples;
import org.quantscope.workspace.Workspace;

/**
 * What the window is opened with.
 *
 * @param model the network; empty: the bundled one
 * @param fold whether to fold BatchNormalization into the layers
 */
record WindowArguments(Optional<Path> model, boolean fold) {
    private static final String FOLD = "--fold-bn";

    /** Whether a word may stand first without being one of a command. */
    static boolean isSwitch(String word) {
        return word.equals(FOLD);
    }

    /** Opens the network. */
    void openIn(Workspace workspace) {
        model.ifPresentOrElse(
                file -> workspace.open(file, fold),
                () -> workspace.openSample(Samples.models().get(0).file(), fold));
    }

    /** Empty if that is not {@code [MODEL] [--fold-bn]}. */
    static Optional<WindowArguments> parse(List<String> arguments) {
        List<String> words = new ArrayList<>(arguments);
        boolean fold = words.remove(FOLD);
        boolean understood = words.size() <= 1 && words.stream().noneMatch(word -> word.startsWith("--"));
        return understood
                ? Optional.of(new WindowArguments(words.stream().findFirst().map(Path::of), fold))
                : Optional.empty();
    }
}
