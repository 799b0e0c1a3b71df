package org.quantscope.ui;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;

/** The columns of the channel table. */
final class ChannelColumns {
    private final ChannelsViewModel model;
    private final TableColumn<ChannelRow, ChannelRow.Shown> bits;
    private final TableColumn<ChannelRow, ChannelRow.Shown> scale;
    private final TableColumn<ChannelRow, ChannelRow.Shown> zeroPoint;

    ChannelColumns(ChannelsViewModel model) {
        this.model = model;
        bits = editable("Bits", 38, ChannelsViewModel.Field.BITS,
                row -> row.bits().isPresent() ? Integer.toString(row.bits().getAsInt()) : "", ChannelRow::bitsByHand);
        scale = editable("Scale", 86, ChannelsViewModel.Field.SCALE,
                row -> row.shown().params() == null ? "" : ParameterText.shortScale(row.shown().params().scale()),
                ChannelRow::scaleByHand);
        zeroPoint = editable("Zero", 40, ChannelsViewModel.Field.ZERO_POINT,
                row -> row.shown().params() == null ? "" : ParameterText.shortZeroPoint(row.shown().params().zeroPoint()),
                ChannelRow::zeroPointByHand);
    }

    List<TableColumn<ChannelRow, ChannelRow.Shown>> all() {
        return List.of(number(), bits, scale, zeroPoint, quality(), lock());
    }

    /** The column that typing goes to where none was chosen. */
    TableColumn<ChannelRow, ChannelRow.Shown> scale() {
        return scale;
    }

    private static TableColumn<ChannelRow, ChannelRow.Shown> column(String title, double width) {
        TableColumn<ChannelRow, ChannelRow.Shown> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, 24));
        column.setSortable(false);
        column.setReorderable(false);
        column.setEditable(false);
        column.setCellValueFactory(row -> row.getValue().shownProperty());
        return column;
    }

    private static TableColumn<ChannelRow, ChannelRow.Shown> number() {
        TableColumn<ChannelRow, ChannelRow.Shown> column = column("Ch.", 40);
        column.setId("channels-number");
        column.getStyleClass().add("name-header");
        column.setMaxWidth(60);
        column.setCellFactory(unused -> new TableCell<>() {
            {
                getStyleClass().add("name");
            }

            @Override
            protected void updateItem(ChannelRow.Shown item, boolean empty) {
                super.updateItem(item, empty);
                ChannelRow row = empty || getTableRow() == null ? null : getTableRow().getItem();
                setText(row == null ? "" : Integer.toString(row.channel()));
            }
        });
        return column;
    }

    private TableColumn<ChannelRow, ChannelRow.Shown> editable(
            String title, double width, ChannelsViewModel.Field field, Function<ChannelRow, String> text,
            Predicate<ChannelRow> byHand) {
        TableColumn<ChannelRow, ChannelRow.Shown> column = column(title, width);
        column.setId("channels-" + title.toLowerCase(Locale.ROOT));
        column.setEditable(true);
        column.getStyleClass().add("right");
        column.setCellFactory(unused -> new ChannelCell(
                text, byHand, (channel, entered) -> model.type(field, channel, entered)));
        return column;
    }

    private static TableColumn<ChannelRow, ChannelRow.Shown> quality() {
        TableColumn<ChannelRow, ChannelRow.Shown> column = column("SQNR dB", 92);
        column.setId("channels-sqnr");
        column.getStyleClass().add("right");
        column.setCellFactory(unused -> new QualityCell());
        return column;
    }

    private TableColumn<ChannelRow, ChannelRow.Shown> lock() {
        TableColumn<ChannelRow, ChannelRow.Shown> column = column("", 24);
        column.setMaxWidth(24);
        column.setId("channels-lock");
        column.setCellFactory(unused -> new LockCell());
        return column;
    }

    /** Signal to quantization noise as a bar and a number; red where it is low. */
    private static final class QualityCell extends TableCell<ChannelRow, ChannelRow.Shown> {
        private final SqnrBar bar = new SqnrBar(42);
        private final Label number = new Label();
        private final HBox content = new HBox(6, bar, number);

        private QualityCell() {
            content.setAlignment(Pos.CENTER_RIGHT);
            number.setMinWidth(30);
            number.setAlignment(Pos.CENTER_RIGHT);
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        }

        @Override
        protected void updateItem(ChannelRow.Shown item, boolean empty) {
            super.updateItem(item, empty);
            boolean known = !empty && item != null && !Double.isNaN(item.sqnrDb());
            setGraphic(known ? content : null);
            if (known) {
                boolean low = item.sqnrDb() < LayerRow.LOW_SQNR_DB;
                bar.show(item.sqnrDb(), low);
                number.setText(NumberFormats.decibels(item.sqnrDb()));
                Styles.set(number, "bad", low);
                Styles.set(number, "medium", low);
            }
        }
    }

    /** A lock to press. */
    private final class LockCell extends TableCell<ChannelRow, ChannelRow.Shown> {
        private final FontIcon icon = Controls.icon(MaterialDesignL.LOCK_OPEN_VARIANT_OUTLINE);

        private LockCell() {
            getStyleClass().add("lock-cell");
            setOnMousePressed(event -> {
                if (!isEmpty() && getTableRow().getItem() != null) {
                    model.toggleLock(new TreeSet<>(List.of(getTableRow().getItem().channel())));
                    event.consume();
                }
            });
        }

        @Override
        protected void updateItem(ChannelRow.Shown item, boolean empty) {
            super.updateItem(item, empty);
            boolean locked = !empty && item != null && item.locked();
            icon.setIconCode(locked ? MaterialDesignL.LOCK : MaterialDesignL.LOCK_OPEN_VARIANT_OUTLINE);
            Styles.set(this, "locked", locked);
            setGraphic(empty || item == null ? null : icon);
        }
    }
}
