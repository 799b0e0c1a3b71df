package org.quantscope.ui;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

/** Evaluations on a data set, and the images whose answer changes. */
final class DataSetView {
    private static final double FLIPS = 430;
    private static final double FLIPS_LEAST = 330;

    private final DataSetViewModel model;
    private final VBox section;
    private final TableView<ObjectProperty<EvaluationRow>> results;
    private final TableView<ObjectProperty<FlipRow>> flips;
    private final Label flipsWords = Controls.label("", "muted");
    private final Label verdict = Controls.label("", "medium");
    private final Button restore = new Button("Use these settings", Controls.icon(MaterialDesignR.RESTORE));
    private boolean following;

    /** @param dialogs asks for images */
    DataSetView(DataSetViewModel model, Dialogs dialogs) {
        this.model = model;
        results = results();
        flips = flips();
        Label source = Controls.label("", "muted");
        source.setId("evaluation-source");
        source.setMinWidth(0);
        source.textProperty().bind(model.sourceProperty());
        HBox line = NetworkCards.line(
                new JobBar("evaluation", "Evaluate", "Run the float and the quantized network on the images, with the"
                        + " settings shown.", model.statusProperty(), model.whyProperty(), model::evaluate, model::cancel),
                Controls.spring(), source,
                new LimitChoice("evaluation-limit", Integer.MAX_VALUE, "How many of the images are evaluated.",
                        model::limit),
                chooseImages(dialogs));
        verdict.setId("evaluation-verdict");
        verdict.setWrapText(true);
        verdict.setMinHeight(Region.USE_PREF_SIZE);
        VBox left = NetworkCards.card("Results", results, Controls.label("newest first", "muted"), Controls.spring(),
                restoreButton());
        left.getChildren().add(verdict);
        flipsWords.setId("evaluation-flips-words");
        flipsWords.textProperty().bind(model.flipsWordsProperty());
        VBox right = NetworkCards.card("Changed answers", flips, flipsWords, Controls.spring(), filter());
        right.setPrefWidth(FLIPS);
        right.setMinWidth(FLIPS_LEAST);
        HBox.setHgrow(left, Priority.ALWAYS);
        section = NetworkCards.section("network-data-set", line, new HBox(12, left, right));
        model.selectedProperty().addListener((property, before, now) -> follow());
        model.rows().addListener((ListChangeListener<EvaluationRow>) change -> follow());
        follow();
    }

    Region node() {
        return section;
    }

    private Button chooseImages(Dialogs dialogs) {
        MenuItem file = item("evaluation-choose-file", "File…", () -> dialogs.chooseImage().ifPresent(model::useImages));
        MenuItem folder = item(
                "evaluation-choose-folder", "Folder…", () -> dialogs.chooseImageFolder().ifPresent(model::useImages));
        MenuItem shown = item("evaluation-choose-shown", "The window's images", model::useShownImages);
        shown.disableProperty().bind(model.ownImagesProperty().not());
        ContextMenu menu = new ContextMenu(file, folder, shown);
        Button button = new Button("Images…", Controls.icon(MaterialDesignI.IMAGE_MULTIPLE_OUTLINE));
        button.setId("evaluation-choose");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(Controls.tooltip("Choose other images than the window shows: an idx, .npy or .npz file, or a"
                + " folder of pictures. Sensitivity is measured on them too."));
        button.setOnAction(event -> menu.show(button, Side.BOTTOM, 0, 4));
        return button;
    }

    private static MenuItem item(String id, String text, Runnable handler) {
        MenuItem item = new MenuItem(text);
        item.setId(id);
        item.setOnAction(event -> handler.run());
        return item;
    }

    private TableView<ObjectProperty<EvaluationRow>> results() {
        TableView<ObjectProperty<EvaluationRow>> table = NetworkColumns.table("evaluation-results", "Evaluations, newest first",
                Controls.label("Nothing evaluated yet. Evaluate runs the settings shown on the images.", "muted"),
                model.rows());
        table.getColumns().setAll(List.of(
                NetworkColumns.text("evaluation-label", "Settings", 168, "The step that led to these settings.",
                        EvaluationRow::label, "name", "name-header"),
                NetworkColumns.text("evaluation-time", "Begun", 58, "When the evaluation was begun.",
                        EvaluationRow::time, "right", "muted"),
                NetworkColumns.text("evaluation-images", "Images", 84, "How many images were done.",
                        EvaluationRow::images, "right"),
                NetworkColumns.text("evaluation-accuracy", "Accuracy", 62, "Share of labelled images that the quantized"
                        + " network answers rightly.", EvaluationRow::accuracy, "right", "strong"),
                NetworkColumns.coloured("evaluation-change", "± float", 52, "Accuracy against the float network's, in"
                        + " points.", EvaluationRow::change, EvaluationRow::changeColour, "right"),
                NetworkColumns.text("evaluation-float", "Float", 56, "Accuracy of the float network.",
                        EvaluationRow::floatAccuracy, "right"),
                NetworkColumns.text("evaluation-top5", "Top 5", 58, "Share of labelled images whose label is among the"
                        + " quantized network's first five answers.", EvaluationRow::top5, "right"),
                NetworkColumns.text("evaluation-agreement", "Agree", 56, "Share of images that both networks answer"
                        + " alike.", EvaluationRow::agreement, "right"),
                NetworkColumns.text("evaluation-kl", "KL", 58, "KL(softmax(float) ‖ softmax(quantized)), mean over the"
                        + " images, in nats.", EvaluationRow::kl, "right"),
                NetworkColumns.text("evaluation-mse", "Logit MSE", 66, "Mean squared difference of the outputs.",
                        EvaluationRow::logitMse, "right"),
                NetworkColumns.text("evaluation-sqnr", "SQNR dB", 58, "SQNR of the output in decibels, mean over the"
                        + " images.", EvaluationRow::sqnr, "right")));
        NetworkColumns.hideWhenNarrow(table, 780, List.of("evaluation-top5", "evaluation-mse"));
        NetworkColumns.hideWhenNarrow(table, 640, List.of("evaluation-time", "evaluation-float"));
        NetworkColumns.rows(table, model.shownProperty(), EvaluationRow::sentence, row -> {});
        table.getSelectionModel().selectedIndexProperty().addListener((property, before, index) -> {
            if (index.intValue() >= 0 && !following) {
                model.select(model.rows().get(index.intValue()));
            }
        });
        return table;
    }

    private TableView<ObjectProperty<FlipRow>> flips() {
        TableView<ObjectProperty<FlipRow>> table = NetworkColumns.table("evaluation-flips", "Images whose answer changes",
                Controls.label("", "muted"), model.flips());
        ((Label) table.getPlaceholder()).textProperty().bind(Bindings.createStringBinding(
                () -> model.selectedProperty().get() == null
                        ? "The images whose answer changes are listed here."
                        : "None.",
                model.selectedProperty()));
        table.getColumns().setAll(List.of(
                NetworkColumns.text("flip-image", "Image", 56, "Number of the image, from 0.", FlipRow::number, "name",
                        "name-header"),
                NetworkColumns.text("flip-label", "Label", 88, "What the image shows.", FlipRow::label),
                NetworkColumns.text("flip-before", "Float", 88, "The float network's answer.", FlipRow::before),
                NetworkColumns.coloured("flip-after", "Quantized", 92, "The quantized network's answer.",
                        FlipRow::after, row -> row.kind().colour()),
                NetworkColumns.coloured("flip-kind", "", 36, "Whether the right answer is lost or won.",
                        row -> row.kind().word(), row -> row.kind().colour(), "right")));
        NetworkColumns.rows(table, FlipRow::sentence, model::show);
        return table;
    }

    private Segments<FlipFilter> filter() {
        Segments<FlipFilter> filter = new Segments<>("evaluation-filter", List.of(FlipFilter.values()),
                FlipFilter::title, "List all changed answers, or only those that were right and are wrong now, or the"
                + " other way round.");
        filter.getStyleClass().add("compact");
        filter.show(model.filterProperty().get());
        filter.onChosen(model::filter);
        return filter;
    }

    private Button restoreButton() {
        restore.setId("evaluation-restore");
        restore.getStyleClass().add("small");
        restore.setMinWidth(Region.USE_PREF_SIZE);
        restore.setTooltip(Controls.tooltip("Take the settings of the selected row again; one undo step."));
        restore.disableProperty().bind(model.restorableProperty().not());
        restore.setOnAction(event -> model.restore());
        return restore;
    }

    /** Selects the row whose flips are listed. */
    private void follow() {
        following = true;
        try {
            EvaluationRow row = model.selectedProperty().get();
            if (row == null) {
                results.getSelectionModel().clearSelection();
            } else {
                int index = model.rows().indexOf(row);
                if (index != results.getSelectionModel().getSelectedIndex()) {
                    results.getSelectionModel().clearAndSelect(index);
                }
            }
            Styles.setText(verdict, row == null ? "" : row.verdict());
            Styles.present(verdict, row != null);
        } finally {
            following = false;
        }
    }
}
