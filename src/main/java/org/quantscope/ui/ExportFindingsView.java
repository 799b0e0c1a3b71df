package org.quantscope.ui;

import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;

/** What a target cannot say, with a button for each edit that helps. */
final class ExportFindingsView {
    private final ExportViewModel model;
    private final TableView<ObjectProperty<FindingRow>> table;
    private final Label summary = Controls.label("");
    private final Label detail = Controls.label("", "muted");
    private final VBox card;

    ExportFindingsView(ExportViewModel model) {
        this.model = model;
        Label none = Controls.label("", "muted");
        none.textProperty().bind(model.summaryProperty());
        table = table(none);
        summary.setId("export-summary");
        summary.textProperty().bind(model.summaryProperty());
        summary.setMinWidth(Region.USE_PREF_SIZE);
        model.summaryColourProperty().addListener((property, before, now) -> colour(now));
        colour(model.summaryColourProperty().get());
        detail.setId("export-detail");
        detail.setWrapText(true);
        detail.setMinHeight(Region.USE_PREF_SIZE);
        card = NetworkCards.card("Check", table, summary, Controls.spring(), fixAll());
        card.getChildren().add(detail);
        Styles.dimWhile(model.staleProperty(), table);
        table.getSelectionModel().selectedItemProperty().addListener((property, before, now) -> describe());
        model.rows().addListener((ListChangeListener<FindingRow>) change -> describe());
        describe();
    }

    Region node() {
        return card;
    }

    private void colour(String colour) {
        List.of("good", "warn", "bad").forEach(each -> Styles.set(summary, each, each.equals(colour)));
    }

    /** The sentence of the row that is selected, or of the first, with room for all of it. */
    private void describe() {
        ObjectProperty<FindingRow> selected = table.getSelectionModel().getSelectedItem();
        FindingRow row = selected != null && model.rows().contains(selected.get())
                ? selected.get()
                : model.rows().stream().findFirst().orElse(null);
        Styles.setText(detail, row == null ? "" : row.sentence());
        Styles.present(detail, row != null);
    }

    private Button fixAll() {
        Button button = new Button("Fix all", Controls.icon(MaterialDesignA.AUTO_FIX));
        button.setId("export-fix-all");
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        String sentence = "Make every edit that the list offers, until none is left; one undo step.";
        button.setTooltip(Controls.tooltip(sentence));
        button.setAccessibleText("Fix all. " + sentence);
        button.disableProperty().bind(model.fixableProperty().not());
        button.setOnAction(event -> model.fixAll());
        return button;
    }

    private TableView<ObjectProperty<FindingRow>> table(Label without) {
        TableView<ObjectProperty<FindingRow>> made =
                NetworkColumns.table("export-findings", "What the target cannot say", without, model.rows());
        made.setFixedCellSize(30);
        TableColumn<ObjectProperty<FindingRow>, FindingRow> reason = NetworkColumns.text(
                "export-reason", "Reason", 330, "Why the target cannot say it.", FindingRow::reason);
        reason.setMinWidth(160);
        made.getColumns().setAll(List.of(
                NetworkColumns.coloured("export-mark", "", 78, "Refused: nothing is saved because of it. Remark: saved,"
                        + " and different in the way that is said.", FindingRow::mark, FindingRow::colour, "name",
                        "name-header"),
                NetworkColumns.text("export-layer", "Layer", 92, "Which layer.", FindingRow::shownLayer),
                NetworkColumns.text("export-where", "Where", 112, "Which tensor, and which output channel first.",
                        FindingRow::where, "muted"),
                reason, fixes()));
        made.getColumns().get(0).setMinWidth(80);
        made.getColumns().get(0).setMaxWidth(84);
        made.getColumns().get(1).setMaxWidth(150);
        made.getColumns().get(2).setMinWidth(108);
        made.getColumns().get(2).setMaxWidth(130);
        NetworkColumns.rows(made, FindingRow::sentence, model::go);
        made.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            ObjectProperty<FindingRow> row = made.getSelectionModel().getSelectedItem();
            if (row != null && event.getCode() == KeyCode.F && !event.isShortcutDown()) {
                model.fix(row.get());
                event.consume();
            }
        });
        return made;
    }

    private TableColumn<ObjectProperty<FindingRow>, FindingRow> fixes() {
        TableColumn<ObjectProperty<FindingRow>, FindingRow> column = NetworkColumns.text(
                "export-fix", "What helps", 232, "The edit that takes it away; one undo step.", FindingRow::fix);
        column.setMinWidth(190);
        column.setMaxWidth(252);
        column.setCellFactory(made -> new FixCell());
        return column;
    }

    private final class FixCell extends TableCell<ObjectProperty<FindingRow>, FindingRow> {
        private final Button button = new Button();

        FixCell() {
            button.getStyleClass().add("small");
            button.setId("export-fix-button");
            button.setOnAction(event -> model.fix(getItem()));
        }

        @Override
        protected void updateItem(FindingRow row, boolean empty) {
            super.updateItem(row, empty);
            boolean offered = !empty && row != null && !row.fix().isEmpty();
            setGraphic(offered ? button : null);
            if (offered) {
                button.setText(row.fix());
                button.setTooltip(Controls.tooltip(row.fix() + ": one edit of the settings, which undo takes back (F)."));
                button.setAccessibleText(row.fix() + ", layer " + row.shownLayer());
            }
        }
    }
}
