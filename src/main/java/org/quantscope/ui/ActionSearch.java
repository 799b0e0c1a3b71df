package org.quantscope.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.quantscope.workspace.Workspace;

/** Finds actions by words, among them going to a layer. */
final class ActionSearch {
    private static final int MOST = 12;

    private final Supplier<List<Action>> actions;
    private final Workspace workspace;

    ActionSearch(Supplier<List<Action>> actions, Workspace workspace) {
        this.actions = actions;
        this.workspace = workspace;
    }

    /**
     * What can be done now and has every word of the text in its label or its sentence; labels that match come first.
     * With no text: the first actions of the menus.
     */
    List<Action> find(String text) {
        String[] words = text.strip().toLowerCase(Locale.ROOT).split("\\s+");
        List<Action> byLabel = new ArrayList<>();
        List<Action> bySentence = new ArrayList<>();
        for (Action action : candidates()) {
            if (contains(action.label(), words)) {
                byLabel.add(action);
            } else if (contains(action.label() + ' ' + action.tooltip().getValue(), words)) {
                bySentence.add(action);
            }
        }
        byLabel.addAll(bySentence);
        return byLabel.subList(0, Math.min(MOST, byLabel.size()));
    }

    private List<Action> candidates() {
        List<Action> all = new ArrayList<>(actions.get().stream().filter(Action::isEnabled).toList());
        workspace.state().model().ifPresent(model -> model.layers().forEach(layer -> all.add(Action.of(
                "go." + layer.name(),
                "Go to layer " + layer.displayName(),
                layer.op() + " " + layer.name(),
                () -> workspace.focus(layer.name())))));
        return all;
    }

    private static boolean contains(String text, String[] words) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (!lower.contains(word)) {
                return false;
            }
        }
        return true;
    }
}
