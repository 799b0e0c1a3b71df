package org.quantscope.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;

/**
 * Tables and their columns, as the network's window has them. A JavaFX table builds all its cells anew where an item is
 * replaced; here an item is a place that holds a row, and a row that changes only goes into its place.
 */
final class NetworkColumns {
    private static final PseudoClass MARKED = PseudoClass.getPseudoClass("marked");

    private NetworkColumns() {}

    /** A table of rows, which says why it is empty where it is. */
    static <T> TableView<ObjectProperty<T>> table(
            String id, String words, Label placeholder, ObservableList<T> rows) {
        TableView<ObjectProperty<T>> table = new TableView<>();
        table.setId(id);
        table.getStyleClass().addAll("edge-to-edge", "network-table");
        table.setFixedCellSize(24);
        table.setAccessibleText(words);
        placeholder.setWrapText(true);
        table.setPlaceholder(placeholder);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
        rows.addListener((ListChangeListener<T>) change -> place(table.getItems(), rows));
        place(table.getItems(), rows);
        return table;
    }

    private static <T> void place(ObservableList<ObjectProperty<T>> places, List<T> rows) {
        if (places.size() > rows.size()) {
            places.remove(rows.size(), places.size());
        }
        for (int at = 0; at < places.size(); at++) {
            places.get(at).set(rows.get(at));
        }
        List<ObjectProperty<T>> more = new ArrayList<>();
        rows.subList(places.size(), rows.size()).forEach(row -> more.add(new SimpleObjectProperty<>(row)));
        places.addAll(more);
    }

    /** Rows with a tooltip; a click, Enter or Space chooses one. */
    static <T> void rows(
            TableView<ObjectProperty<T>> table, Function<T, String> sentence, Consumer<T> chosen) {
        rows(table, new SimpleObjectProperty<>(), sentence, chosen);
    }

    /**
     * Rows with a tooltip, one of them marked.
     *
     * @param marked the row that is marked, by identity; null for none
     * @param chosen what a click, Enter or Space does
     */
    static <T> void rows(
            TableView<ObjectProperty<T>> table,
            ObservableValue<T> marked,
            Function<T, String> sentence,
            Consumer<T> chosen) {
        table.setRowFactory(view -> {
            MarkedRow<T> row = new MarkedRow<>(marked, sentence);
            row.setOnMouseClicked(event -> {
                if (event.getButton() == MouseButton.PRIMARY && !row.isEmpty()) {
                    chosen.accept(row.getItem().get());
                }
            });
            return row;
        });
        table.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            ObjectProperty<T> row = table.getSelectionModel().getSelectedItem();
            if (row != null && (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE)) {
                chosen.accept(row.get());
                event.consume();
            }
        });
    }

    /** Leaves columns out while the table is narrower than that. */
    static void hideWhenNarrow(TableView<?> table, double width, List<String> ids) {
        Runnable fit = () -> table.getColumns().stream()
                .filter(column -> ids.contains(column.getId()))
                .forEach(column -> column.setVisible(table.getWidth() >= width));
        table.widthProperty().addListener((property, before, now) -> fit.run());
    }

    /** A column of texts. @param sentence what it shows, for the tooltip of its head */
    static <T> TableColumn<ObjectProperty<T>, T> text(
            String id, String title, double width, String sentence, Function<T, String> text, String... styles) {
        return coloured(id, title, width, sentence, text, row -> "", styles);
    }

    /** A column of texts, each in one of the colours good, warn and bad, or in none. */
    static <T> TableColumn<ObjectProperty<T>, T> coloured(
            String id,
            String title,
            double width,
            String sentence,
            Function<T, String> text,
            Function<T, String> colour,
            String... styles) {
        TableColumn<ObjectProperty<T>, T> column = new TableColumn<>();
        column.setId(id);
        Label head = Controls.label(title);
        head.setTooltip(Controls.tooltip(sentence));
        column.setGraphic(head);
        column.setPrefWidth(width);
        boolean figure = List.of(styles).contains("right");
        column.setMinWidth(figure ? width : Math.min(width, 60));
        column.setMaxWidth(figure ? width : Double.MAX_VALUE); // names take up what is left
        column.setSortable(false);
        column.setReorderable(false);
        column.getStyleClass().addAll(styles);
        column.setCellValueFactory(cell -> cell.getValue());
        column.setCellFactory(made -> new ColouredCell<>(text, colour, List.of(styles)));
        return column;
    }

    private static final class MarkedRow<T> extends TableRow<ObjectProperty<T>> {
        private final ObservableValue<T> marked;
        private final Function<T, String> sentence;
        private final Tooltip tooltip = Controls.tooltip("");
        private final InvalidationListener changed = observable -> show();
        private final WeakInvalidationListener listener = new WeakInvalidationListener(changed);
        private ObjectProperty<T> place;

        MarkedRow(ObservableValue<T> marked, Function<T, String> sentence) {
            this.marked = marked;
            this.sentence = sentence;
            marked.addListener(listener);
        }

        @Override
        protected void updateItem(ObjectProperty<T> item, boolean empty) {
            super.updateItem(item, empty);
            ObjectProperty<T> shown = empty ? null : item;
            if (place != shown) {
                if (place != null) {
                    place.removeListener(listener);
                }
                if (shown != null) {
                    shown.addListener(listener);
                }
                place = shown;
            }
            show();
        }

        private void show() {
            T row = place == null ? null : place.get();
            pseudoClassStateChanged(MARKED, row != null && row == marked.getValue());
            if (row != null) {
                tooltip.setText(sentence.apply(row));
            }
            setTooltip(row == null ? null : tooltip);
        }
    }

    private static final class ColouredCell<T> extends TableCell<ObjectProperty<T>, T> {
        private static final List<String> COLOURS = List.of("good", "warn", "bad");

        private final Function<T, String> text;
        private final Function<T, String> colour;

        ColouredCell(Function<T, String> text, Function<T, String> colour, List<String> styles) {
            this.text = text;
            this.colour = colour;
            getStyleClass().addAll(styles);
            setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        }

        @Override
        protected void updateItem(T row, boolean empty) {
            super.updateItem(row, empty);
            boolean filled = !empty && row != null;
            setText(filled ? text.apply(row) : null);
            String wanted = filled ? colour.apply(row) : "";
            COLOURS.forEach(each -> Styles.set(this, each, each.equals(wanted)));
        }
    }
}
