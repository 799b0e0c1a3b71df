package org.quantscope.ui;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.HBox;

/** The columns of the layer table. */
final class LayerColumns {
    private static final double BAR = 20;
    private static final double OP = 37;
    private static final double OP_WITH_BATCH_NORM = 66;
    private static final double ROOM_FOR_WEIGHTS = 290;

    private final Set<TableColumn<LayerEntry, LayerRow>> unwanted = new HashSet<>();
    private double tableWidth = Double.MAX_VALUE;

    private final Map<LayerOrder, TableColumn<LayerEntry, LayerRow>> columns = new EnumMap<>(LayerOrder.class);

    LayerColumns() {
        text(LayerOrder.NAME, 82, LayerRow::displayName, "name");
        text(LayerOrder.OP, OP, LayerRow::shownOp, "muted");
        text(LayerOrder.WEIGHTS, 65, LayerRow::weights, "muted");
        text(LayerOrder.BITS, 23, LayerRow::bits, "right");
        column(LayerOrder.SQNR, 58).setCellFactory(column -> new SqnrCell());
        TableColumn<LayerEntry, LayerRow> worst = text(
                LayerOrder.WORST,
                39,
                row -> row.worstChannel().isPresent() ? "c" + row.worstChannel().getAsInt() : "",
                "muted");
        worst.getStyleClass().addAll("right", "last");
        columns.get(LayerOrder.SQNR).getStyleClass().add("right");
        columns.get(LayerOrder.BITS).getStyleClass().add("right");
    }

    List<TableColumn<LayerEntry, LayerRow>> all() {
        return List.copyOf(columns.values());
    }

    TableColumn<LayerEntry, LayerRow> get(LayerOrder order) {
        return columns.get(order);
    }

    /** Shows or hides a column, as the person chose. */
    void choose(TableColumn<LayerEntry, LayerRow> column, boolean wanted) {
        if (wanted) {
            unwanted.remove(column);
        } else {
            unwanted.add(column);
        }
        fit(tableWidth);
    }

    /** Makes room for what is folded into layers. */
    void showFolding(boolean folded) {
        TableColumn<LayerEntry, LayerRow> op = columns.get(LayerOrder.OP);
        double width = folded ? OP_WITH_BATCH_NORM : OP;
        op.setMinWidth(0);
        op.setMaxWidth(width);
        op.setMinWidth(width);
        op.setPrefWidth(width);
        fit(tableWidth);
    }

    /** In a narrow table the shapes of the weights go first. */
    void fit(double width) {
        tableWidth = width;
        for (TableColumn<LayerEntry, LayerRow> column : columns.values()) {
            boolean fits = orderOf(column) != LayerOrder.WEIGHTS
                    || width >= ROOM_FOR_WEIGHTS + columns.get(LayerOrder.OP).getMinWidth() - OP;
            column.setVisible(fits && !unwanted.contains(column));
        }
    }

    /** The order that a column stands for. */
    static LayerOrder orderOf(TableColumn<LayerEntry, ?> column) {
        return (LayerOrder) column.getUserData();
    }

    private TableColumn<LayerEntry, LayerRow> text(
            LayerOrder order, double width, Function<LayerRow, String> value, String style) {
        TableColumn<LayerEntry, LayerRow> column = column(order, width);
        column.setCellFactory(made -> new TextCell(value, style, order == LayerOrder.WORST));
        return column;
    }

    private TableColumn<LayerEntry, LayerRow> column(LayerOrder order, double width) {
        TableColumn<LayerEntry, LayerRow> column = new TableColumn<>(order.title());
        column.setId("layers-" + order.name().toLowerCase(Locale.ROOT));
        column.setUserData(order);
        column.setPrefWidth(width);
        column.setMinWidth(order == LayerOrder.NAME ? 50 : width);
        // Only the names take up what is left: figures stay where the eye expects them.
        column.setMaxWidth(order == LayerOrder.NAME ? Double.MAX_VALUE : width);
        column.setReorderable(false);
        column.setCellValueFactory(entry -> entry.getValue().rowProperty());
        columns.put(order, column);
        return column;
    }

    private static final class TextCell extends TableCell<LayerEntry, LayerRow> {
        private final Function<LayerRow, String> value;
        private final boolean figure;

        TextCell(Function<LayerRow, String> value, String style, boolean figure) {
            this.value = value;
            this.figure = figure;
            getStyleClass().add(style);
            setTextOverrun(OverrunStyle.CENTER_ELLIPSIS); // names of one network often differ at their ends only
        }

        @Override
        protected void updateItem(LayerRow row, boolean empty) {
            super.updateItem(row, empty);
            setText(empty || row == null ? null : value.apply(row));
            setOpacity(figure && row != null && row.stale() ? SqnrCell.STALE : 1);
        }
    }

    private static final class SqnrCell extends TableCell<LayerEntry, LayerRow> {
        private static final double STALE = 0.45;

        private final SqnrBar bar = new SqnrBar(BAR);
        private final Label figure = new Label();
        private final HBox box = new HBox(3, bar, Controls.spring(), figure);

        SqnrCell() {
            box.setAlignment(Pos.CENTER_LEFT);
            figure.setMinWidth(Label.USE_PREF_SIZE);
        }

        @Override
        protected void updateItem(LayerRow row, boolean empty) {
            super.updateItem(row, empty);
            boolean known = !empty && row != null && row.sqnrDb().isPresent();
            setGraphic(known ? box : null);
            if (known) {
                double decibels = row.sqnrDb().getAsDouble();
                bar.show(decibels, row.isLow());
                bar.setVisible(Double.isFinite(decibels));
                figure.setText(NumberFormats.decibels(decibels));
                Styles.set(figure, "bad", row.isLow());
                Styles.set(figure, "medium", row.isLow());
                Styles.set(figure, "good", !row.isLow() && !Double.isFinite(decibels));
                box.setOpacity(row.stale() ? STALE : 1);
            }
        }
    }
}
