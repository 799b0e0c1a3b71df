package org.quantscope.ui;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.quantscope.ui.chart.AnswerChart;
import org.quantscope.ui.chart.Palette;

/** What the float and the quantized network answer to the image shown, class by class. */
final class AnswerView {
    private static final double PICTURE = 196;
    private static final double SIDE = 244;

    private final AnswerViewModel model;
    private final AnswerChart chart = new AnswerChart();
    private final ImageView picture = new ImageView();
    private final StackPane frame = new StackPane(picture);
    private final Label image = Controls.label("", "muted");
    private final Label verdict = Controls.label("", "badge");
    private final Label label = Controls.label("", "muted");
    private final Label sqnr = figure("answer-sqnr", "SQNR of the network's output, 20·log10(‖float‖ / ‖float −"
            + " quantized‖).");
    private final Label mse = figure("answer-mse", "Mean squared difference of the outputs.");
    private final Label largest = figure("answer-largest", "Largest difference of the outputs.");
    private final VBox section;

    AnswerView(AnswerViewModel model) {
        this.model = model;
        chart.setId("answer-chart");
        Segments<AnswerViewModel.Figure> figures = new Segments<>("answer-figure",
                List.of(AnswerViewModel.Figure.values()), AnswerViewModel.Figure::title, "Show probabilities, or the"
                + " outputs as the network gives them.");
        figures.getStyleClass().add("compact");
        figures.show(model.figureProperty().get());
        figures.onChosen(model::choose);
        VBox right = NetworkCards.card("Classes", chart, Controls.label("float pale, quantized strong; red: the answer"
                + " that quantization gives instead", "muted"), Controls.spring(), figures);
        HBox.setHgrow(right, Priority.ALWAYS);
        VBox left = side();
        section = new VBox(new HBox(12, left, right));
        VBox.setVgrow(section.getChildren().get(0), Priority.ALWAYS);
        section.setId("network-answer");
        section.getStyleClass().addAll("network-section", "without-line");
        Styles.dimWhile(model.staleProperty(), chart, sqnr, mse, largest, verdict);
        model.barsProperty().addListener((property, before, now) -> show());
        model.wordsProperty().addListener((property, before, now) -> show());
        model.pictureProperty().addListener((property, before, now) -> showPicture());
        show();
        showPicture();
    }

    Region node() {
        return section;
    }

    void setPalette(Palette palette) {
        chart.setPalette(palette);
    }

    private VBox side() {
        frame.getStyleClass().add("picture-frame");
        frame.setMinSize(PICTURE, PICTURE);
        frame.setMaxSize(PICTURE, PICTURE);
        image.setId("answer-image");
        verdict.setId("answer-verdict");
        verdict.getStyleClass().add("sentence");
        verdict.setWrapText(true);
        label.setId("answer-label");
        label.setWrapText(true);
        for (Label each : new Label[] {verdict, label}) {
            each.setMinHeight(Region.USE_PREF_SIZE);
            each.setMaxWidth(Double.MAX_VALUE);
        }
        VBox content = new VBox(10, frame, verdict, label, row("SQNR of the output", sqnr),
                row("Mean squared difference", mse), row("Largest difference", largest));
        VBox card = NetworkCards.card("Image", content, image);
        card.setMinWidth(SIDE);
        card.setPrefWidth(SIDE);
        card.setMaxWidth(SIDE);
        return card;
    }

    private static Label figure(String id, String sentence) {
        Label figure = Controls.label("", "medium");
        figure.setId(id);
        figure.setMinWidth(Region.USE_PREF_SIZE);
        figure.setTooltip(Controls.tooltip(sentence));
        return figure;
    }

    private static HBox row(String name, Label figure) {
        HBox row = new HBox(8, Controls.label(name, "muted"), Controls.spring(), figure);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("lesson-row");
        return row;
    }

    private void show() {
        AnswerViewModel.Words now = model.wordsProperty().get();
        Styles.setText(image, now.image());
        Styles.setText(verdict, now.verdict());
        Styles.set(verdict, "bad", now.changed());
        Styles.set(verdict, "good", !now.changed());
        Styles.present(verdict, !now.verdict().isEmpty());
        Styles.setText(label, now.label());
        Styles.present(label, !now.label().isEmpty());
        Styles.setText(sqnr, now.sqnr());
        Styles.setText(mse, now.mse());
        Styles.setText(largest, now.largest());
        chart.show(model.barsProperty().get(), model.without());
    }

    private void showPicture() {
        Node shown = model.pictureProperty().get().<Node>map(pixels -> {
            PixelImages.show(picture, pixels, PICTURE);
            return picture;
        }).orElseGet(() -> Controls.icon(MaterialDesignD.DICE_5_OUTLINE));
        frame.getChildren().setAll(shown);
        frame.setAccessibleText("The image shown");
    }
}
