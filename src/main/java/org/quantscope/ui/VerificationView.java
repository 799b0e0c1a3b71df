package org.quantscope.ui;

import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The exported network against ONNX Runtime: a job, and the certificate that it gives. */
final class VerificationView {
    private static final double FACTS = 320;

    private final VerificationViewModel model;
    private final VBox card;
    private final Label verdict = Controls.label("", "medium");

    VerificationView(VerificationViewModel model) {
        this.model = model;
        JobBar job = new JobBar("verification", "Verify", "Run the exported network in ONNX Runtime on the images, and"
                + " compare every layer's codes and the output with Quantscope's.",
                model.statusProperty(), model.whyProperty(), model::start, model::cancel);
        job.setCancelSentence("Stop; the certificate of the images done so far stays.");
        TextArea facts = new TextArea();
        facts.setId("verification-facts");
        facts.setEditable(false);
        facts.setWrapText(true);
        facts.setPrefWidth(FACTS);
        facts.setMinWidth(220);
        facts.setAccessibleText("Versions and hashes of the certificate");
        facts.setPromptText("Versions and hashes come with the certificate.");
        facts.textProperty().bind(model.factsProperty());
        verdict.setId("verification-verdict");
        verdict.setWrapText(true);
        verdict.setMinHeight(Region.USE_PREF_SIZE);
        verdict.textProperty().bind(model.verdictProperty());
        model.verdictProperty().addListener((property, before, now) -> show());
        model.verdictColourProperty().addListener((property, before, now) -> show());
        show();
        TableView<ObjectProperty<CertificateRow>> table = table();
        HBox body = new HBox(12, table, facts);
        HBox.setHgrow(table, Priority.ALWAYS);
        card = NetworkCards.card("Proof", body, job, Controls.spring(),
                new LimitChoice("verification-limit", model.firstLimit(), "How many of the images are verified.",
                        model::limit));
        card.getChildren().add(1, verdict);
        card.setId("verification");
        model.possibleProperty().addListener((property, before, now) -> Styles.present(card, now));
        Styles.present(card, model.possibleProperty().get());
    }

    Region node() {
        return card;
    }

    private void show() {
        Styles.present(verdict, !model.verdictProperty().get().isEmpty());
        String colour = model.verdictColourProperty().get();
        List.of("good", "bad").forEach(each -> Styles.set(verdict, each, each.equals(colour)));
    }

    private TableView<ObjectProperty<CertificateRow>> table() {
        TableView<ObjectProperty<CertificateRow>> made = NetworkColumns.table(
                "verification-table", "How the codes of every layer compare",
                Controls.label("Not verified yet. Verify runs the exported network in ONNX Runtime, layer by layer.",
                        "muted"),
                model.rows());
        made.getColumns().setAll(List.of(
                NetworkColumns.text("verification-layer", "Layer", 140, "Which layer, or the network's output.",
                        CertificateRow::place, "name", "name-header"),
                NetworkColumns.text("verification-elements", "Elements", 96, "How many codes were compared.",
                        CertificateRow::elements, "right"),
                NetworkColumns.coloured("verification-differing", "Differ", 84, "How many of them are not the same.",
                        CertificateRow::differing, row -> row.differs() ? "bad" : "good", "right"),
                NetworkColumns.text("verification-largest", "Largest", 84, "The largest difference.",
                        CertificateRow::largest, "right")));
        NetworkColumns.rows(made, CertificateRow::sentence, model::go);
        return made;
    }
}
