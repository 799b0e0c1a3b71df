package org.quantscope.ui;

import java.util.function.DoubleConsumer;
import javafx.geometry.Orientation;
import javafx.scene.Cursor;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

/** A line of one pixel between two panes that can be taken from a few pixels around it. */
final class PaneDivider extends Region {
    /** Pixels on either side of the line at which it can be taken. */
    static final double GRIP = 3;

    private static final double KEY_STEP = 8;

    private final Region line = new Region();
    private final boolean upright;
    private final DoubleConsumer move;
    private final Runnable putBack;
    private double last;

    /**
     * @param what the pane whose size it changes, for a screen reader
     * @param orientation of the line
     * @param move moves it by pixels
     * @param putBack puts it where the design has it
     */
    PaneDivider(String id, String what, Orientation orientation, DoubleConsumer move, Runnable putBack) {
        this.upright = orientation == Orientation.VERTICAL;
        this.move = move;
        this.putBack = putBack;
        setId(id);
        getStyleClass().add("pane-divider");
        line.getStyleClass().add("line");
        getChildren().setAll(line);
        setCursor(upright ? Cursor.H_RESIZE : Cursor.V_RESIZE);
        setFocusTraversable(true);
        setAccessibleText("Divider of " + what + "; arrow keys move it, a double click puts it back.");
        setOnMousePressed(this::pressed);
        setOnMouseDragged(this::dragged);
        setOnKeyPressed(this::keyPressed);
    }

    @Override
    protected void layoutChildren() {
        if (upright) {
            line.resizeRelocate(GRIP, 0, 1, getHeight());
        } else {
            line.resizeRelocate(-GRIP, GRIP, getWidth() + 2 * GRIP, 1);
        }
    }

    private void pressed(MouseEvent event) {
        last = place(event);
        if (event.getClickCount() == 2) {
            putBack.run();
        }
    }

    private void dragged(MouseEvent event) {
        double now = place(event);
        move.accept(now - last);
        last = now;
        event.consume();
    }

    private void keyPressed(KeyEvent event) {
        KeyCode back = upright ? KeyCode.LEFT : KeyCode.UP;
        KeyCode forward = upright ? KeyCode.RIGHT : KeyCode.DOWN;
        if (event.getCode() == back || event.getCode() == forward) {
            move.accept(event.getCode() == back ? -KEY_STEP : KEY_STEP);
            event.consume();
        }
    }

    private double place(MouseEvent event) {
        return upright ? event.getSceneX() : event.getSceneY();
    }
}
