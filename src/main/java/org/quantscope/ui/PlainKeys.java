package org.quantscope.ui;

import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;

/**
 * Keys without a modifier, such as L or Delete, act only while nobody types: the event ends at the window's root before
 * the accelerators of the menus see it.
 */
final class PlainKeys {
    private PlainKeys() {}

    static void keepFromTyping(Parent root, Actions actions) {
        root.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            Scene scene = root.getScene();
            boolean typing = scene != null && scene.getFocusOwner() instanceof TextInputControl;
            boolean plain = !event.isShortcutDown() && !event.isAltDown() && !event.isControlDown();
            if (typing && plain && isAnActionsKey(event, actions)) {
                event.consume();
            }
        });
    }

    private static boolean isAnActionsKey(KeyEvent event, Actions actions) {
        return actions.all().stream()
                .anyMatch(action -> action.keys().filter(combination -> combination.match(event)).isPresent());
    }
}
