package org.quantscope.ui;

import java.util.SortedSet;
import java.util.TreeSet;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.quantscope.ui.chart.Palette;
import org.quantscope.workspace.Focus;

/** The channel table: looks, selects, edits in place, locks. */
public final class ChannelsView {
    private final ChannelsViewModel model;
    private final ChannelColumns columns;
    private final TableView<ChannelRow> table = new TableView<>();
    private final VBox pane = new VBox();
    private final Label count = Controls.label("", "pane-subtitle");
    private final Label byHand = Controls.label("", "badge", "by-hand");
    private final Label fault = Controls.label("", "bad", "row-sentence");
    private TableColumn<ChannelRow, ?> typedColumn;
    private boolean following;
    private ChannelCell started;

    public ChannelsView(ChannelsViewModel model) {
        this.model = model;
        columns = new ChannelColumns(model);
        typedColumn = columns.scale();
        pane.setId("channels-pane");
        pane.getStyleClass().addAll("pane", "channels");
        VBox.setVgrow(table, Priority.ALWAYS);
        fault.setId("channels-fault");
        fault.setWrapText(true);
        fault.setMinHeight(Region.USE_PREF_SIZE);
        build();
        pane.getChildren().setAll(header(), fault, table);
        pane.setMinHeight(120);
        wire();
    }

    public Region node() {
        return pane;
    }

    /** This pane's colours all come from the style sheets. */
    public void setPalette(Palette palette) {
        table.refresh();
    }

    private HBox header() {
        Label title = Controls.label("Channels", "pane-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        count.setId("channels-count");
        byHand.setId("channels-by-hand");
        byHand.setMinWidth(Region.USE_PREF_SIZE);
        Button whole = Controls.iconButton("channels-clear-selection", MaterialDesignS.SELECT_OFF,
                "Select no channel, so that edits change the whole layer (Esc).", model::clearSelection);
        whole.visibleProperty().bind(model.focusProperty().map(focus -> !focus.selection().isEmpty()));
        Button sort = Controls.iconButton("channels-sort", MaterialDesignS.SORT_VARIANT,
                "Put the channels with the lowest SQNR first, or go back to their numbers.", model::toggleWorstFirst);
        Button lock = Controls.iconButton("channels-lock-all", MaterialDesignL.LOCK_OUTLINE,
                "Lock all channels, or unlock them all: edits pass locked channels by.", model::toggleLockAll);
        HBox header = new HBox(title, count, byHand, Controls.spring(), whole, sort, lock);
        header.getStyleClass().addAll("pane-header", "low");
        return header;
    }

    private void build() {
        table.setId("channels-table");
        table.getStyleClass().addAll("edge-to-edge", "dense");
        table.setFixedCellSize(20);
        table.setEditable(true);
        table.setItems(model.rows());
        table.getColumns().setAll(columns.all());
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.setPlaceholder(Controls.label("No channels yet", "muted"));
        table.setAccessibleText("Output channels of the layer");
        table.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> noteColumn(event.getX()));
        table.addEventHandler(KeyEvent.KEY_TYPED, this::typed);
        table.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        table.getSelectionModel().getSelectedItems().addListener(
                (ListChangeListener<ChannelRow>) change -> selectionMoved());
        table.getSelectionModel().selectedItemProperty().addListener((property, before, now) -> selectionMoved());
    }

    private void wire() {
        model.focusProperty().addListener((property, before, now) -> follow(now));
        model.rows().addListener((ListChangeListener<ChannelRow>) change -> showCount());
        model.setByHandProperty().addListener((property, before, now) -> showCount());
        model.faultProperty().addListener((property, before, now) -> showFault(now));
        Styles.dimWhile(model.staleProperty(), table);
        showCount();
        showFault(model.faultProperty().get());
        follow(model.focusProperty().get());
    }

    private void showCount() {
        int rows = model.rows().size();
        count.setText(rows == 0 ? "" : NumberFormats.count(rows));
        int own = model.setByHandProperty().get();
        byHand.setText(NumberFormats.count(own) + " set by hand");
        Styles.present(byHand, own > 0);
    }

    private void showFault(String sentence) {
        fault.setText(sentence);
        Styles.present(fault, !sentence.isEmpty());
    }

    // ---- selection, both ways

    private void selectionMoved() {
        if (following) {
            return;
        }
        SortedSet<Integer> channels = new TreeSet<>();
        for (ChannelRow row : table.getSelectionModel().getSelectedItems()) {
            if (row != null) {
                channels.add(row.channel());
            }
        }
        ChannelRow last = table.getSelectionModel().getSelectedItem();
        if (!channels.isEmpty()) {
            model.select(last == null || !channels.contains(last.channel()) ? channels.first() : last.channel(), channels);
        } else if (!table.getItems().isEmpty()) {
            model.clearSelection();
        }
    }

    private void follow(Focus focus) {
        following = true;
        try {
            SortedSet<Integer> shown = new TreeSet<>();
            table.getSelectionModel().getSelectedItems().forEach(row -> shown.add(row.channel()));
            if (!shown.equals(focus.selection())) {
                table.getSelectionModel().clearSelection();
                for (int i = 0; i < model.rows().size(); i++) {
                    if (focus.selection().contains(model.rows().get(i).channel())) {
                        table.getSelectionModel().select(i);
                    }
                }
                if (focus.selection().size() == 1) {
                    table.scrollTo(Math.max(0, table.getSelectionModel().getSelectedIndex() - 2));
                }
            }
        } finally {
            following = false;
        }
    }

    // ---- typing

    /** Typing goes to the column that was pressed last. */
    private void noteColumn(double x) {
        double edge = 0;
        for (TableColumn<ChannelRow, ?> column : table.getVisibleLeafColumns()) {
            edge += column.getWidth();
            if (x < edge) {
                typedColumn = column.isEditable() ? column : typedColumn;
                return;
            }
        }
    }

    private void typed(KeyEvent event) {
        boolean number = event.getCharacter().matches("[0-9.\\-]");
        int row = table.getSelectionModel().getSelectedIndex();
        if (number && row >= 0 && table.getEditingCell() == null && event.getTarget() == table) {
            edit(row);
            if (started != null) {
                started.beginWith(event.getCharacter());
            }
            event.consume();
        }
    }

    @SuppressWarnings("unchecked")
    private void edit(int row) {
        table.edit(row, (TableColumn<ChannelRow, Object>) typedColumn);
        started = table.lookupAll(".table-cell").stream()
                .filter(node -> node instanceof ChannelCell cell && cell.isEditing())
                .map(ChannelCell.class::cast)
                .findFirst()
                .orElse(null);
    }

    private void key(KeyEvent event) {
        boolean editing = table.getEditingCell() != null;
        if (editing || event.isShortcutDown()) {
            return;
        }
        if (event.getCode() == KeyCode.DELETE || event.getCode() == KeyCode.BACK_SPACE) {
            model.reset();
            event.consume();
        } else if (event.getCode() == KeyCode.L) {
            model.toggleLock();
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE) {
            model.clearSelection();
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER && table.getSelectionModel().getSelectedIndex() >= 0) {
            edit(table.getSelectionModel().getSelectedIndex());
            event.consume();
        }
    }
}
