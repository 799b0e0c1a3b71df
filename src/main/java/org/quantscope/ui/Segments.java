package org.quantscope.ui;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;

/** A row of buttons of which at most one is pressed. Arrow keys move along the row. */
final class Segments<T> extends HBox {
    private final ToggleGroup group = new ToggleGroup();
    private Consumer<T> chosen = value -> {};
    private boolean showing;

    /**
     * @param id of the row; a button's id is this, a hyphen and its text in lower case
     * @param values one for each button
     * @param text what a button says
     * @param sentence what the row changes, for a tooltip
     */
    Segments(String id, List<T> values, Function<T, String> text, String sentence) {
        setId(id);
        getStyleClass().add("segmented");
        setAccessibleText(sentence);
        for (T value : values) {
            ToggleButton button = new ToggleButton(text.apply(value));
            button.setId(id + "-" + text.apply(value).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"));
            button.setUserData(value);
            button.setToggleGroup(group);
            button.setTooltip(Controls.tooltip(sentence));
            button.setMinWidth(USE_PREF_SIZE);
            button.setOnAction(event -> choose(button));
            getChildren().add(button);
        }
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        addEventFilter(KeyEvent.KEY_PRESSED, this::walk);
    }

    /** Called when a person presses a button, not when one is shown. */
    void onChosen(Consumer<T> listener) {
        chosen = listener;
    }

    /** Presses the button of a value; null or a value without a button presses none. */
    void show(T value) {
        showing = true;
        Toggle found = group.getToggles().stream()
                .filter(toggle -> Objects.equals(toggle.getUserData(), value))
                .findFirst()
                .orElse(null);
        group.selectToggle(found);
        showing = false;
    }

    private void choose(ToggleButton button) {
        if (showing) {
            return;
        }
        group.selectToggle(button); // a second press does not release it
        chosen.accept(value(button));
    }

    @SuppressWarnings("unchecked")
    private T value(Toggle button) {
        return (T) button.getUserData();
    }

    private void walk(KeyEvent event) {
        int step = event.getCode() == KeyCode.RIGHT ? 1 : event.getCode() == KeyCode.LEFT ? -1 : 0;
        int now = getChildren().indexOf(group.getSelectedToggle());
        int next = now + step;
        if (step != 0 && now >= 0 && next >= 0 && next < getChildren().size()) {
            ToggleButton button = (ToggleButton) getChildren().get(next);
            button.requestFocus();
            choose(button);
        }
        if (step != 0) {
            event.consume();
        }
    }
}
