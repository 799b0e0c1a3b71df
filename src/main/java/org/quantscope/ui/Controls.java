package org.quantscope.ui;

import javafx.beans.value.ObservableValue;
import javafx.event.ActionEvent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** The controls that the window is put together from, made the same way everywhere. */
final class Controls {
    private static final Duration TOOLTIP_DELAY = Duration.millis(500);
    private static final double TOOLTIP_WIDTH = 360;

    private Controls() {}

    static Label label(String text, String... styleClasses) {
        Label label = new Label(text);
        label.getStyleClass().addAll(styleClasses);
        return label;
    }

    /** Takes what room is left in a row. */
    static Region spring() {
        Region spring = new Region();
        HBox.setHgrow(spring, Priority.ALWAYS);
        return spring;
    }

    static FontIcon icon(Ikon ikon) {
        return new FontIcon(ikon);
    }

    static Tooltip tooltip(String text) {
        Tooltip tooltip = new Tooltip(text);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(TOOLTIP_WIDTH);
        tooltip.setShowDelay(TOOLTIP_DELAY);
        return tooltip;
    }

    /** A small button with a picture only, which says in a tooltip what it does. */
    static Button iconButton(String id, Ikon ikon, String sentence, Runnable handler) {
        Button button = new Button(null, icon(ikon));
        button.setId(id);
        button.getStyleClass().add("icon");
        button.setTooltip(tooltip(sentence));
        button.setAccessibleText(sentence);
        button.setOnAction(event -> handler.run());
        return button;
    }

    /** The action's id without dots, which a style sheet would take for classes. */
    static String nodeId(String prefix, Action action) {
        return prefix + action.id().replace('.', '-');
    }

    /** A button of the tool bar for an action. */
    static Button toolButton(Action action, String text) {
        Button button = new Button(text);
        button.setId(nodeId("tool-", action));
        button.getStyleClass().add("tool");
        if (text == null) {
            button.getStyleClass().add("icon");
        }
        wire(button, action);
        return button;
    }

    /** A small button of a pane for an action. */
    static Button paneButton(Action action) {
        Button button = new Button();
        button.setId(nodeId("pane-", action));
        button.getStyleClass().add("icon");
        wire(button, action);
        return button;
    }

    static void wire(ButtonBase button, Action action) {
        action.icon().ifPresent(ikon -> button.setGraphic(icon(ikon)));
        button.setAccessibleText(action.label());
        Tooltip tooltip = tooltip(action.tooltipWithKeys());
        action.tooltip().addListener((property, before, now) -> tooltip.setText(action.tooltipWithKeys()));
        button.setTooltip(tooltip);
        button.disableProperty().bind(not(action.enabled()));
        button.setOnAction(event -> action.run());
    }

    /** A menu's entry for an action, with its key. */
    static MenuItem menuItem(Action action) {
        MenuItem item = action.checked()
                .map(on -> checkItem(action.label(), on))
                .orElseGet(() -> new MenuItem(action.label()));
        item.setId(nodeId("menu-", action));
        item.setMnemonicParsing(false);
        action.icon().ifPresent(ikon -> item.setGraphic(icon(ikon)));
        action.keys().ifPresent(item::setAccelerator);
        item.disableProperty().bind(not(action.enabled()));
        item.setOnAction(event -> action.run());
        return item;
    }

    /** Its tick follows the state, not the click: what was asked for may take a moment, or not be possible. */
    private static MenuItem checkItem(String label, ObservableValue<Boolean> checked) {
        CheckMenuItem item = new CheckMenuItem(label);
        Runnable follow = () -> item.setSelected(Boolean.TRUE.equals(checked.getValue()));
        checked.addListener((property, before, now) -> follow.run());
        item.addEventHandler(ActionEvent.ACTION, event -> follow.run());
        follow.run();
        return item;
    }

    private static ObservableValue<Boolean> not(ObservableValue<Boolean> value) {
        return value.map(on -> !on);
    }
}
