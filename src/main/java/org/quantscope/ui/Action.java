package org.quantscope.ui;

import java.util.Optional;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyCombination;
import org.kordamp.ikonli.Ikon;

/**
 * Something a person can do, as data: the menu entry, the tool button, the key and the line in the action finder all come
 * from the same object and so cannot disagree.
 *
 * @param id unique among all actions; also the id of the nodes made from it, with a prefix
 * @param label what a menu says
 * @param tooltip what it does, in one sentence; may change with the state
 * @param icon its picture, if it has one
 * @param keys the key that does it, if there is one
 * @param enabled whether it can be done now
 * @param checked whether what it switches is on; empty: it switches nothing
 * @param handler does it
 */
public record Action(
        String id,
        String label,
        ObservableValue<String> tooltip,
        Optional<Ikon> icon,
        Optional<KeyCombination> keys,
        ObservableValue<Boolean> enabled,
        Optional<ObservableValue<Boolean>> checked,
        Runnable handler) {

    /** An action that can always be done, without picture and key. */
    public static Action of(String id, String label, String tooltip, Runnable handler) {
        return new Action(
                id,
                label,
                new ReadOnlyStringWrapper(tooltip),
                Optional.empty(),
                Optional.empty(),
                new SimpleBooleanProperty(true),
                Optional.empty(),
                handler);
    }

    public Action withIcon(Ikon newIcon) {
        return new Action(id, label, tooltip, Optional.of(newIcon), keys, enabled, checked, handler);
    }

    /** A key as JavaFX writes it, such as {@code Shortcut+S}; Shortcut is Ctrl, or Command on a Mac. */
    public Action withKeys(String newKeys) {
        KeyCombination combination = KeyCombination.valueOf(newKeys);
        return new Action(id, label, tooltip, icon, Optional.of(combination), enabled, checked, handler);
    }

    public Action when(ObservableValue<Boolean> newEnabled) {
        return new Action(id, label, tooltip, icon, keys, newEnabled, checked, handler);
    }

    /** A switch, whose menu entry has a tick while it is on. */
    public Action checkedBy(ObservableValue<Boolean> newChecked) {
        return new Action(id, label, tooltip, icon, keys, enabled, Optional.of(newChecked), handler);
    }

    /** A sentence that changes with the state. */
    public Action describedBy(ObservableValue<String> newTooltip) {
        return new Action(id, label, newTooltip, icon, keys, enabled, checked, handler);
    }

    public boolean isEnabled() {
        return Boolean.TRUE.equals(enabled.getValue());
    }

    /** Does it, if it can be done now. */
    public void run() {
        if (isEnabled()) {
            handler.run();
        }
    }

    /** The sentence with the key behind it. */
    public String tooltipWithKeys() {
        return keys.map(combination -> tooltip.getValue() + " (" + combination.getDisplayText() + ")")
                .orElse(tooltip.getValue());
    }
}
