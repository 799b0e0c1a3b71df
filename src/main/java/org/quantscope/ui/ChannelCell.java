package org.quantscope.ui;

import java.util.function.Function;
import java.util.function.Predicate;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.TableCell;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.shape.Circle;

/** A cell of the channel table that can be typed into; a dot and blue text mark what was set by hand. */
final class ChannelCell extends TableCell<ChannelRow, ChannelRow.Shown> {
    private static final double DOT = 2;

    /** Takes what was typed; says whether it was accepted. */
    @FunctionalInterface
    interface Typed {
        boolean type(int channel, String text);
    }

    private final Function<ChannelRow, String> text;
    private final Predicate<ChannelRow> byHand;
    private final Typed typed;
    private final Circle dot = new Circle(DOT);
    private TextField field;

    ChannelCell(Function<ChannelRow, String> text, Predicate<ChannelRow> byHand, Typed typed) {
        this.text = text;
        this.byHand = byHand;
        this.typed = typed;
        dot.getStyleClass().add("by-hand-dot");
        getStyleClass().add("right");
        setGraphicTextGap(5);
    }

    @Override
    protected void updateItem(ChannelRow.Shown item, boolean empty) {
        super.updateItem(item, empty);
        if (!isEditing()) {
            render();
        }
    }

    private void render() {
        ChannelRow row = isEmpty() || getTableRow() == null ? null : getTableRow().getItem();
        boolean own = row != null && byHand.test(row);
        setContentDisplay(ContentDisplay.LEFT);
        setText(row == null ? "" : text.apply(row));
        setGraphic(own ? dot : null);
        Styles.set(this, "by-hand", own);
    }

    @Override
    public void startEdit() {
        super.startEdit();
        if (!isEditing()) {
            return;
        }
        if (field == null) {
            field = new TextField();
            field.getStyleClass().add("cell-field");
            field.setOnAction(event -> finish());
            field.focusedProperty().addListener((property, before, now) -> {
                if (!now && isEditing()) {
                    cancelEdit();
                }
            });
            field.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
                if (event.getCode() == KeyCode.ESCAPE) {
                    cancelEdit();
                    getTableView().requestFocus();
                    event.consume();
                }
            });
        }
        field.setText(getText());
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        setGraphic(field);
        field.requestFocus();
        field.selectAll();
    }

    /** Replaces what stands in the field by the first key typed. */
    void beginWith(String firstKey) {
        if (field != null && isEditing()) {
            field.setText(firstKey);
            field.end();
        }
    }

    private void finish() {
        int channel = getTableRow().getItem().channel();
        String entered = field.getText();
        boolean changed = !entered.equals(getText());
        cancelEdit();
        if (changed) {
            typed.type(channel, entered);
        }
        getTableView().requestFocus();
    }

    @Override
    public void cancelEdit() {
        super.cancelEdit();
        render();
    }
}
