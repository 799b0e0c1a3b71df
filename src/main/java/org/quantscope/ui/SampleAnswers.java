package org.quantscope.ui;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.quantscope.workspace.NetworkAnswer;
import org.quantscope.workspace.Prediction;

/** The float network's best answers beside what the quantized network gives them, and what came of it in one line. */
final class SampleAnswers {
    private static final double SHARE = 46;

    private final SampleViewModel model;
    private final VBox rows = new VBox(6);
    private final Label line = Controls.label("");
    private final Label mark = Controls.label("", "medium");
    private final HBox verdict = new HBox(8, line, Controls.spring(), mark);

    SampleAnswers(SampleViewModel model) {
        this.model = model;
        rows.setId("sample-answers");
        rows.setMinWidth(0);
        verdict.setId("sample-verdict");
        verdict.setAlignment(Pos.CENTER_LEFT);
        line.setId("verdict-line");
        line.setMinWidth(0);
        mark.setId("verdict-mark");
        mark.setMinWidth(Region.USE_PREF_SIZE);
        Styles.dimWhile(model.answerStaleProperty(), verdict);
        model.answerProperty().addListener((property, before, now) -> update());
    }

    Node rows() {
        return rows;
    }

    Node verdict() {
        return verdict;
    }

    /** In a narrow pane the line may take two. */
    void fit(boolean narrow) {
        line.setWrapText(narrow);
        line.setMinHeight(narrow ? Region.USE_PREF_SIZE : Region.USE_COMPUTED_SIZE);
    }

    void update() {
        showRows();
        Optional<AnswerWords> words = model.words();
        Styles.present(verdict, words.isPresent());
        words.ifPresent(this::showVerdict);
    }

    private void showVerdict(AnswerWords words) {
        line.setText(words.line().replace(" %", "\u00a0%")); // a number and its unit stay together
        mark.setText(words.mark());
        mark.getStyleClass().removeAll("good", "warn", "bad", "muted");
        mark.getStyleClass().add(words.tone());
        line.setTooltip(Controls.tooltip(words.sentence()));
        mark.setTooltip(Controls.tooltip(words.sentence()));
        verdict.setAccessibleText(words.sentence());
    }

    private void showRows() {
        rows.getChildren().clear();
        List<Prediction> best = model.answers();
        if (best.isEmpty()) {
            return;
        }
        Optional<NetworkAnswer> answer = model.answerProperty().get();
        Node quantized = answer.isPresent() ? share("quant", "label-small") : new Region();
        rows.getChildren().add(new HBox(
                Controls.label("Top " + best.size(), "label-small"), Controls.spring(), share("float", "label-small"),
                quantized));
        for (Prediction one : best) {
            rows.getChildren().add(row(one, one == best.get(0), answer));
        }
    }

    private static VBox row(Prediction one, boolean first, Optional<NetworkAnswer> answer) {
        Label label = Controls.label(one.label());
        label.setMinWidth(0);
        HBox row = new HBox(label, Controls.spring(), share(NumberFormats.percent(one.probability())));
        answer.ifPresent(known -> row.getChildren().add(share(AnswerWords.quantizedShare(known, one.label()))));
        if (first) {
            row.getChildren().stream().skip(2).forEach(share -> share.getStyleClass().add("medium"));
        }
        return new VBox(3, row, new ShareBar(one.probability()));
    }

    /** Numbers of a column end at one line. */
    private static Label share(String text, String... styles) {
        Label share = Controls.label(text, styles);
        share.setMinWidth(SHARE);
        share.setPrefWidth(SHARE);
        share.setAlignment(Pos.CENTER_RIGHT);
        return share;
    }
}
