package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class HeldKeysTest {
    private final AtomicInteger saved = new AtomicInteger();
    private final AtomicInteger undone = new AtomicInteger();
    private final AtomicInteger plain = new AtomicInteger();
    private final StackPane root = new StackPane();
    private Stage stage;

    @Start
    void start(Stage shown) {
        stage = shown;
        Scene scene = new Scene(root, 80, 60);
        HeldKeys.actOnce(scene);
        scene.getAccelerators().put(KeyCombination.valueOf("Shortcut+S"), saved::incrementAndGet);
        scene.getAccelerators().put(KeyCombination.valueOf("Shortcut+Z"), undone::incrementAndGet);
        scene.getAccelerators().put(KeyCombination.valueOf("N"), plain::incrementAndGet);
        stage.setScene(scene);
        stage.show();
    }

    @AfterEach
    void close(FxRobot robot) {
        robot.interact(stage::hide);
    }

    @Test
    void aHeldShortcutActsOnceAndAgainAfterItWasReleased(FxRobot robot) {
        robot.interact(() -> {
            press(KeyCode.S, true);
            press(KeyCode.S, true);
            press(KeyCode.S, true);
        });
        assertThat(saved).hasValue(1);
        robot.interact(() -> {
            key(KeyEvent.KEY_RELEASED, KeyCode.S, true);
            press(KeyCode.S, true);
        });
        assertThat(saved).hasValue(2);
    }

    @Test
    void undoAndKeysWithoutAModifierRepeat(FxRobot robot) {
        robot.interact(() -> {
            press(KeyCode.Z, true);
            press(KeyCode.Z, true);
            press(KeyCode.N, false);
            press(KeyCode.N, false);
        });
        assertThat(undone).hasValue(2);
        assertThat(plain).hasValue(2);
    }

    @Test
    void aKeyThatNobodySawReleasedActsAgainOnceTheWindowWasLeft(FxRobot robot) {
        robot.interact(() -> press(KeyCode.S, true));
        // Without a window system no window loses the focus; one that never had it says the same.
        robot.interact(() -> new Stage().setScene(root.getScene()));
        robot.interact(() -> press(KeyCode.S, true));
        assertThat(saved).hasValue(2);
    }

    private void press(KeyCode code, boolean control) {
        key(KeyEvent.KEY_PRESSED, code, control);
    }

    private void key(EventType<KeyEvent> type, KeyCode code, boolean control) {
        Event.fireEvent(root, new KeyEvent(type, "", "", code, false, control, false, false));
    }
}
