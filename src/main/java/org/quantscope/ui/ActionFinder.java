package org.quantscope.ui;

import javafx.geometry.Point2D;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.Popup;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;

/** The field that finds an action by words; Ctrl K goes to it, Enter does what is chosen, Escape leaves. */
final class ActionFinder {
    private static final double ROW = 28;

    private final ActionSearch search;
    private final HBox box = new HBox();
    private final TextField field = new TextField();
    private final Label key = Controls.label("Ctrl K", "key-cap");
    private final ListView<Action> list = new ListView<>();
    private final Popup popup = new Popup();

    ActionFinder(ActionSearch search) {
        this.search = search;
        field.setId("find-action");
        field.setPromptText("Find an action");
        field.setAccessibleText("Find an action by words");
        field.setTooltip(Controls.tooltip("Find anything that can be done, or a layer to go to, by words."));
        HBox.setHgrow(field, Priority.ALWAYS);
        key.setMinWidth(Label.USE_PREF_SIZE);
        box.getStyleClass().add("find-field");
        box.getChildren().setAll(Controls.icon(MaterialDesignM.MAGNIFY), field, key);
        setCompact(false);
        field.textProperty().addListener((property, before, now) -> update());
        field.focusedProperty().addListener((property, before, now) -> {
            if (now) {
                update();
            } else {
                popup.hide();
            }
        });
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::keyPressed);
        prepareList();
    }

    Node node() {
        return box;
    }

    void focus() {
        field.requestFocus();
        field.selectAll();
    }

    void setCompact(boolean compact) {
        box.setPrefWidth(compact ? 128 : 164);
        box.setMinWidth(compact ? 100 : 164);
        key.setVisible(!compact);
        key.setManaged(!compact);
    }

    private void prepareList() {
        list.setId("found-actions");
        list.setFocusTraversable(false);
        list.setFixedCellSize(ROW);
        list.setPrefWidth(340);
        list.getStyleClass().add("found-actions");
        list.setCellFactory(view -> new ActionCell());
        list.setOnMouseClicked(event -> runChosen());
        popup.getContent().add(list);
        popup.setAutoHide(true);
        popup.setHideOnEscape(false); // the field hears Escape and empties itself too
    }

    private void update() {
        if (!field.isFocused() || field.getScene() == null) {
            return;
        }
        list.getItems().setAll(search.find(field.getText()));
        list.getSelectionModel().selectFirst();
        list.setPrefHeight(Math.max(1, list.getItems().size()) * ROW + 2);
        if (list.getItems().isEmpty()) {
            popup.hide();
        } else if (!popup.isShowing()) {
            list.getStylesheets().setAll(field.getScene().getStylesheets());
            Point2D corner = box.localToScreen(0, box.getHeight() + 4);
            popup.show(field, corner.getX() + box.getWidth() - list.getPrefWidth(), corner.getY());
        }
    }

    private void keyPressed(KeyEvent event) {
        int chosen = list.getSelectionModel().getSelectedIndex();
        if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.UP) {
            int step = event.getCode() == KeyCode.DOWN ? 1 : -1;
            list.getSelectionModel().select(Math.floorMod(chosen + step, Math.max(1, list.getItems().size())));
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER) {
            runChosen();
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE) {
            leave();
            event.consume();
        }
    }

    private void runChosen() {
        Action action = list.getSelectionModel().getSelectedItem();
        if (action != null) {
            leave();
            action.run();
        }
    }

    private void leave() {
        popup.hide();
        field.clear();
        if (field.getScene() != null) {
            field.getScene().getRoot().requestFocus();
        }
    }

    private static final class ActionCell extends ListCell<Action> {
        private final Label name = Controls.label("");
        private final Label keys = Controls.label("", "label-small");
        private final HBox row = new HBox(8, name, Controls.spring(), keys);

        ActionCell() {
            row.setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        protected void updateItem(Action action, boolean empty) {
            super.updateItem(action, empty);
            setGraphic(empty || action == null ? null : row);
            if (!empty && action != null) {
                name.setText(action.label());
                keys.setText(action.keys().map(combination -> combination.getDisplayText()).orElse(""));
            }
        }
    }
}
