package org.quantscope.ui;

import java.util.List;
import javafx.animation.PauseTransition;
import javafx.collections.ListChangeListener;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;
import org.quantscope.model.NodeInfo;

/** The layer table with its filter, and the nodes that are shown as they are. */
public final class LayersView {
    /** Rows change places only after this long without a change and without a mouse button held. */
    private static final Duration SETTLE = Duration.millis(700);

    private final LayersViewModel model;
    private final LayerColumns columns = new LayerColumns();
    private final TableView<LayerEntry> table = new TableView<>();
    private final VBox pane = new VBox();
    private final TextField filter = new TextField();
    private final PauseTransition settling = new PauseTransition(SETTLE);
    private boolean mouseDown;
    private boolean following;

    public LayersView(LayersViewModel model) {
        this.model = model;
        pane.setId("layers-pane");
        pane.getStyleClass().add("pane");
        pane.setMinWidth(0);
        VBox.setVgrow(table, Priority.ALWAYS);
        buildTable();
        pane.getChildren().setAll(header(), table, footer());
        settling.setOnFinished(event -> settleUnlessHeld());
        pane.sceneProperty().addListener((property, before, now) -> watchMouse(now));
    }

    public Node node() {
        return pane;
    }

    /** Gives the table the keys. */
    void focusTable() {
        table.requestFocus();
    }

    /** Puts the cursor into the filter. */
    void focusFilter() {
        filter.requestFocus();
        filter.selectAll();
    }

    private HBox header() {
        Label count = Controls.label("", "pane-subtitle");
        count.setId("layers-count");
        count.textProperty().bind(model.countProperty());
        count.setMinWidth(Label.USE_PREF_SIZE);
        Label title = Controls.label("Layers", "pane-title");
        title.setMinWidth(Label.USE_PREF_SIZE);
        filter.setId("layers-filter");
        filter.setMinWidth(0);
        filter.setPromptText("Filter");
        filter.setAccessibleText("Filter the layers by name or kind");
        filter.setTooltip(Controls.tooltip("Show only layers whose name or kind contains this text."));
        HBox.setHgrow(filter, Priority.ALWAYS);
        HBox.setHgrow(count, Priority.ALWAYS);
        count.setMaxWidth(Double.MAX_VALUE);
        HBox box = new HBox(Controls.icon(MaterialDesignF.FILTER_VARIANT), filter);
        box.getStyleClass().add("search-field");
        box.setPrefWidth(132);
        box.setMinWidth(56);
        filter.textProperty().bindBidirectional(model.filterProperty());
        HBox header = new HBox(title, count, box, columnsButton());
        header.getStyleClass().add("pane-header");
        return header;
    }

    private Button columnsButton() {
        ContextMenu menu = new ContextMenu();
        for (TableColumn<LayerEntry, LayerRow> column : columns.all()) {
            CheckMenuItem item = new CheckMenuItem(column.getText());
            item.setSelected(true);
            item.selectedProperty().addListener((property, before, now) -> columns.choose(column, now));
            item.setDisable(LayerColumns.orderOf(column) == LayerOrder.NAME);
            menu.getItems().add(item);
        }
        Button[] button = new Button[1];
        button[0] = Controls.iconButton("layers-columns", MaterialDesignV.VIEW_COLUMN_OUTLINE,
                "Choose the columns of this table.",
                () -> menu.show(button[0], Side.BOTTOM, 0, 4));
        return button[0];
    }

    private void buildTable() {
        table.setId("layers-table");
        table.getStyleClass().add("edge-to-edge");
        table.getColumns().setAll(columns.all());
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
        table.widthProperty().addListener((property, before, now) -> columns.fit(now.doubleValue()));
        model.batchNormFoldedProperty().addListener((property, before, now) -> columns.showFolding(now));
        columns.showFolding(model.batchNormFoldedProperty().get());
        table.setFixedCellSize(24);
        table.setItems(model.entries());
        table.setPlaceholder(Controls.label("No layer matches the filter.", "muted"));
        table.setAccessibleText("Layers of the network");
        table.setRowFactory(view -> new LayerTableRow());
        TableColumn<LayerEntry, LayerRow> first = columns.get(LayerOrder.SQNR);
        first.setSortType(TableColumn.SortType.ASCENDING);
        table.getSortOrder().setAll(List.of(first));
        table.setSortPolicy(view -> sort());
        table.getSelectionModel().selectedItemProperty().addListener((property, before, row) -> {
            if (row != null && !following) {
                model.select(row.name());
            }
        });
        model.selectedProperty().addListener((property, before, now) -> follow(true));
        model.entries().addListener((ListChangeListener<LayerEntry>) change -> {
            follow(false);
            settling.playFromStart();
        });
        model.changesProperty().addListener((property, before, now) -> settling.playFromStart());
        follow(true);
    }

    private boolean sort() {
        if (!table.getSortOrder().isEmpty()) {
            TableColumn<LayerEntry, ?> column = table.getSortOrder().get(0);
            model.sortBy(LayerColumns.orderOf(column), column.getSortType() == TableColumn.SortType.ASCENDING);
        }
        return true;
    }

    /** Selects the row of the layer in focus, wherever it stands now. */
    private void follow(boolean scroll) {
        following = true;
        try {
            for (int i = 0; i < model.entries().size(); i++) {
                if (model.entries().get(i).name().equals(model.selectedProperty().get())) {
                    if (table.getSelectionModel().getSelectedIndex() != i) {
                        table.getSelectionModel().clearAndSelect(i);
                    }
                    if (scroll) {
                        table.getFocusModel().focus(i);
                        table.scrollTo(Math.max(0, i - 4));
                    }
                    return;
                }
            }
            table.getSelectionModel().clearSelection();
        } finally {
            following = false;
        }
    }

    private void settleUnlessHeld() {
        if (mouseDown) {
            settling.playFromStart();
        } else if (!model.isSettled()) {
            model.settle();
        }
    }

    private void watchMouse(Scene scene) {
        if (scene != null) {
            scene.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> mouseDown = true);
            scene.addEventFilter(MouseEvent.MOUSE_RELEASED, event -> mouseDown = event.isPrimaryButtonDown());
        }
    }

    private TitledPane footer() {
        ListView<NodeInfo> list = new ListView<>(model.otherNodes());
        list.setId("other-nodes");
        list.setPrefHeight(140);
        list.setFixedCellSize(22);
        list.setCellFactory(view -> new NodeCell());
        list.setAccessibleText("Nodes that are shown as they are");
        TitledPane footer = new TitledPane("", list);
        footer.setId("layers-footer");
        footer.getStyleClass().add("footer");
        footer.setAnimated(false);
        footer.setExpanded(false);
        footer.textProperty().bind(model.otherNodesTextProperty());
        footer.visibleProperty().bind(model.otherNodesTextProperty().isNotEmpty());
        footer.managedProperty().bind(footer.visibleProperty());
        footer.setTooltip(Controls.tooltip(
                "Nodes without weights run in the float network as they are; nothing of them is quantized here."));
        footer.setMinHeight(VBox.USE_PREF_SIZE);
        footer.setMinWidth(0);
        return footer;
    }

    private static final class LayerTableRow extends TableRow<LayerEntry> {
        private final Tooltip tooltip = Controls.tooltip("");

        @Override
        protected void updateItem(LayerEntry entry, boolean empty) {
            super.updateItem(entry, empty);
            boolean filled = !empty && entry != null;
            if (filled) {
                tooltip.setText(entry.row().description());
            }
            setTooltip(filled ? tooltip : null);
        }
    }
}
