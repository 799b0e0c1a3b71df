package org.quantscope.ui;

import java.util.function.Consumer;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;

/**
 * A field for a number. Enter or leaving the field takes over what was typed, Esc gives it up, arrow keys step (Shift:
 * finely). A value that arrives from elsewhere does not overwrite what is being typed.
 */
final class NumberField extends TextField {
    /** Hears of arrow keys. */
    @FunctionalInterface
    interface Stepping {
        void step(int steps, boolean fine);
    }

    private Consumer<String> taken = text -> {};
    private Stepping stepping = (steps, fine) -> {};
    private String shown = "";

    NumberField(String id, String sentence) {
        setId(id);
        getStyleClass().add("number-field");
        setTooltip(Controls.tooltip(sentence));
        setAccessibleText(sentence);
        setPromptText("differ");
        setOnAction(event -> takeOver());
        focusedProperty().addListener((property, before, now) -> {
            if (!now) {
                takeOver();
            }
        });
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    }

    void onTaken(Consumer<String> listener) {
        taken = listener;
    }

    void onStep(Stepping listener) {
        stepping = listener;
    }

    /** Shows a value, in the colour of what was set by hand where it was. */
    void show(String text, boolean byHand) {
        boolean untouched = getText().equals(shown);
        if ((untouched || !isFocused()) && !getText().equals(text)) {
            setText(text);
        }
        shown = text;
        Styles.set(this, "by-hand", byHand);
    }

    private void takeOver() {
        String typed = getText();
        if (!typed.equals(shown)) {
            setText(shown); // if it is taken, the new value arrives in show; if not, the old one stands
            if (!typed.isBlank()) {
                taken.accept(typed);
            }
        }
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case ESCAPE -> {
                if (!getText().equals(shown)) {
                    setText(shown);
                    selectAll();
                    event.consume();
                }
            }
            case UP -> step(1, event);
            case DOWN -> step(-1, event);
            default -> { }
        }
    }

    private void step(int steps, KeyEvent event) {
        takeOver();
        stepping.step(steps, event.isShiftDown());
        event.consume();
    }
}
