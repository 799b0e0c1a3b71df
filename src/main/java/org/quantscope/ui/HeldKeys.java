package org.quantscope.ui;

import java.util.EnumSet;
import java.util.Set;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;

/**
 * A shortcut that is held down acts once: the keyboard's repetition of Ctrl S comes faster than a file is saved, and the
 * window would do nothing else for as long as the key is down. Undo and redo repeat, as people expect.
 */
final class HeldKeys {
    private static final Set<KeyCode> REPEATING = EnumSet.of(KeyCode.Z, KeyCode.Y);

    private final Set<KeyCode> held = EnumSet.noneOf(KeyCode.class);

    private HeldKeys() {}

    static void actOnce(Scene scene) {
        HeldKeys keys = new HeldKeys();
        scene.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            boolean repeated = !keys.held.add(event.getCode());
            if (repeated && event.isShortcutDown() && !REPEATING.contains(event.getCode())) {
                event.consume();
            }
        });
        scene.addEventFilter(KeyEvent.KEY_RELEASED, event -> keys.held.remove(event.getCode()));
        // Another window that opens meanwhile hears of the release instead.
        scene.windowProperty().flatMap(Window::focusedProperty)
                .addListener((property, before, focused) -> keys.held.clear());
    }
}
