package org.quantscope.ui;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.quantscope.workspace.ExportChoice;

/** The formats on the left; beside them what the chosen one cannot say, saving, and the proof. */
final class ExportView {
    private static final double FORMATS = 264;

    private final ExportViewModel model;
    private final BorderPane root = new BorderPane();
    private final ListView<ExportChoice> formats = new ListView<>();

    ExportView(ExportViewModel model, VerificationViewModel verification, Runnable close) {
        this.model = model;
        root.setId("export");
        root.getStyleClass().add("lesson");
        root.setTop(header(close));
        Region findings = new ExportFindingsView(model).node();
        Region proof = new VerificationView(verification).node();
        VBox right = new VBox(8, findings, saving(), proof);
        VBox.setVgrow(findings, Priority.ALWAYS);
        VBox.setVgrow(proof, Priority.ALWAYS);
        findings.setPrefHeight(260);
        proof.setPrefHeight(260);
        HBox.setHgrow(right, Priority.ALWAYS);
        right.setMinWidth(0);
        HBox body = new HBox(12, formats(), right);
        body.getStyleClass().add("network-section");
        root.setCenter(body);
        // Before the list and the tables, which keep this key for editing that they do not have.
        root.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                event.consume();
                close.run();
            }
        });
    }

    Region node() {
        return root;
    }

    void focusFormats() {
        formats.requestFocus();
    }

    private static HBox header(Runnable close) {
        FontIcon icon = Controls.icon(MaterialDesignF.FILE_EXPORT_OUTLINE);
        icon.getStyleClass().add("lesson-icon");
        Label title = Controls.label("Export", "lesson-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        Label sentence = Controls.label(
                "Leave with the settings: checked against the target's rules, read back after writing.", "muted");
        sentence.setMinWidth(0);
        HBox header = new HBox(12, icon, title, sentence, Controls.spring(),
                Controls.iconButton("export-close", MaterialDesignC.CLOSE, "Close this window (Esc).", close));
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("lesson-choices");
        return header;
    }

    private VBox formats() {
        formats.setId("export-formats");
        formats.getStyleClass().add("edge-to-edge");
        formats.setFixedCellSize(28);
        formats.setAccessibleText("Formats and targets");
        formats.getItems().setAll(model.choices());
        formats.setCellFactory(list -> new FormatCell());
        formats.getSelectionModel().select(model.choiceProperty().get());
        formats.getSelectionModel().selectedItemProperty().addListener((property, before, now) -> model.choose(now));
        model.choiceProperty().addListener((property, before, now) -> formats.getSelectionModel().select(now));
        Label sentence = Controls.label("", "muted");
        sentence.setId("export-sentence");
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        sentence.textProperty().bind(model.choiceProperty().map(ExportChoice::sentence));
        VBox card = NetworkCards.card("Format", formats);
        card.getChildren().add(sentence);
        card.setPrefWidth(FORMATS);
        card.setMinWidth(FORMATS);
        card.setMaxWidth(FORMATS);
        return card;
    }

    private HBox saving() {
        Button save = new Button("Save…", Controls.icon(MaterialDesignC.CONTENT_SAVE_OUTLINE));
        save.setId("export-save");
        save.getStyleClass().add("accent");
        save.setMinWidth(Region.USE_PREF_SIZE);
        String sentence = "Choose where, and save; what was written is read back and compared before it counts.";
        save.setTooltip(Controls.tooltip(sentence));
        save.setAccessibleText("Save. " + sentence);
        save.disableProperty().bind(model.savableProperty().not());
        save.setOnAction(event -> model.save());
        Label words = Controls.label("", "muted");
        words.setId("export-saving");
        words.setMinWidth(0);
        words.textProperty().bind(model.savingProperty());
        return NetworkCards.line(save, words);
    }

    private static final class FormatCell extends ListCell<ExportChoice> {
        @Override
        protected void updateItem(ExportChoice choice, boolean empty) {
            super.updateItem(choice, empty);
            boolean filled = !empty && choice != null;
            setText(filled ? choice.title() + (choice.saved() ? "" : " (check only)") : null);
            setTooltip(filled ? Controls.tooltip(choice.sentence()) : null);
        }
    }
}
