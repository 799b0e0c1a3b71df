package org.quantscope.ui;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyObjectWrapper;
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

/** Tables and their columns, as the network's window has them. */
final class NetworkColumns {
    private static final PseudoClass MARKED = PseudoClass.getPseudoClass("marked");

    private NetworkColumns() {}

    /** An empty table that says why it is. */
    static <T> TableView<T> table(String id, String words, Label placeholder) {
        TableView<T> table = new TableView<>();
        table.setId(id);
        table.getStyleClass().addAll("edge-to-edge", "network-table");
        table.setFixedCellSize(24);
        table.setAccessibleText(words);
        placeholder.setWrapText(true);
        table.setPlaceholder(placeholder);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
        return table;
    }

    /** Does something with a row that is clicked, or on which Enter or Space is pressed. */
    static <T> void onChosen(TableView<T> table, Consumer<T> chosen) {
        table.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            T row = table.getSelectionModel().getSelectedItem();
            if (row != null && (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE)) {
                chosen.accept(row);
                event.consume();
            }
        });
    }

    /**
     * Rows with a tooltip, some of them marked.
     *
     * @param clicked what a click does
     */
    static <T> void rows(
            TableView<T> table, Predicate<T> marked, Function<T, String> sentence, Consumer<T> clicked) {
        table.setRowFactory(view -> {
            MarkedRow<T> row = new MarkedRow<>(marked, sentence);
            row.setOnMouseClicked(event -> {
                if (event.getButton() == MouseButton.PRIMARY && !row.isEmpty()) {
                    clicked.accept(row.getItem());
                }
            });
            return row;
        });
        onChosen(table, clicked);
    }

    /** Leaves columns out while the table is narrower than that. */
    static void hideWhenNarrow(TableView<?> table, double width, List<String> ids) {
        Runnable fit = () -> table.getColumns().stream()
                .filter(column -> ids.contains(column.getId()))
                .forEach(column -> column.setVisible(table.getWidth() >= width));
        table.widthProperty().addListener((property, before, now) -> fit.run());
    }

    /** A column of texts. @param sentence what it shows, for the tooltip of its head */
    static <T> TableColumn<T, T> text(
            String id, String title, double width, String sentence, Function<T, String> text, String... styles) {
        return coloured(id, title, width, sentence, text, row -> "", styles);
    }

    /** A column of texts, each in one of the colours good, warn and bad, or in none. */
    static <T> TableColumn<T, T> coloured(
            String id,
            String title,
            double width,
            String sentence,
            Function<T, String> text,
            Function<T, String> colour,
            String... styles) {
        TableColumn<T, T> column = new TableColumn<>();
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
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        column.setCellFactory(made -> new ColouredCell<>(text, colour, List.of(styles)));
        return column;
    }

    private static final class MarkedRow<T> extends TableRow<T> {
        private final Predicate<T> marked;
        private final Function<T, String> sentence;
        private final Tooltip tooltip = Controls.tooltip("");

        MarkedRow(Predicate<T> marked, Function<T, String> sentence) {
            this.marked = marked;
            this.sentence = sentence;
        }

        @Override
        protected void updateItem(T item, boolean empty) {
            super.updateItem(item, empty);
            boolean filled = !empty && item != null;
            pseudoClassStateChanged(MARKED, filled && marked.test(item));
            if (filled) {
                tooltip.setText(sentence.apply(item));
            }
            setTooltip(filled ? tooltip : null);
        }
    }

    private static final class ColouredCell<T> extends TableCell<T, T> {
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
