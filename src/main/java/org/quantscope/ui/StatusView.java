package org.quantscope.ui;

import java.util.List;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignN;

/**
 * The two meters, kept apart, and what is going on. While something is computed the old numbers stay, and are dimmed only
 * once it takes longer than a moment, so that they do not flicker under a moving finger.
 */
public final class StatusView {
    private static final Duration MOMENT = Duration.millis(150);
    private static final List<String> COLOURS = List.of("good", "warn", "bad");
    private static final double FIGURE_HEIGHT = 20;
    private static final double MSE_FROM = 1260;
    private static final double COSINE_FROM = 1200;
    private static final double ICONS_FROM = 1140;
    private static final String PRESS = "Press to see where the two paths part, stage by stage.";

    private final HBox bar = new HBox();
    private final Label sqnr = Controls.label("", "meter");
    private final Label gain = Controls.label("", "gain");
    private final Label mse = Controls.label("");
    private final Label maxAbs = Controls.label("");
    private final Label cosine = Controls.label("");
    private final Label differ = Controls.label("", "meter");
    private final Label maxLsb = Controls.label("");
    private final Label badge = Controls.label("", "badge");
    private final Label task = Controls.label("", "medium");
    private final Label took = Controls.label("", "muted");
    private final Label model = Controls.label("", "model-name");
    private final Region unsaved = new Region();
    private final ProgressIndicator spinner = new ProgressIndicator();
    private final FontIcon same = Controls.icon(MaterialDesignC.CHECK_CIRCLE_OUTLINE);
    private final FontIcon different = Controls.icon(MaterialDesignI.INFORMATION_OUTLINE);
    private final FontIcon done = Controls.icon(MaterialDesignC.CHECK);
    private final HBox error = new HBox(24);
    private final HBox mismatch = new HBox(16);
    private final Button mismatchButton = new Button(null, mismatch);
    private final PauseTransition dimming = new PauseTransition(MOMENT);
    private final PauseTransition telling = new PauseTransition(MOMENT);

    /** @param showTrace shows where the two quantized paths part */
    public StatusView(StatusViewModel viewModel, Runnable showTrace) {
        bar.setId("status-bar");
        bar.getStyleClass().add("status-bar");
        spinner.setPrefSize(14, 14);
        spinner.setMaxSize(14, 14);
        unsaved.getStyleClass().add("unsaved-dot");
        nameFigures();
        HBox right = progress();
        badge.setMinWidth(Region.USE_PREF_SIZE);
        VBox mseColumn = column("MSE", mse);
        VBox cosineColumn = column("cosine", cosine);
        error.getChildren().setAll(
                title(MaterialDesignA.APPROXIMATELY_EQUAL, "Quantization error", "float against fake-quant"),
                meterColumn("SQNR", sqnr, gain), mseColumn, column("max |e|", maxAbs), cosineColumn);
        HBox mismatchTitle =
                title(MaterialDesignN.NOT_EQUAL_VARIANT, "Implementation mismatch", "fake-quant against integer");
        Tooltip.install(mismatchTitle, Controls.tooltip(PRESS));
        mismatch.getChildren().setAll(mismatchTitle, column("differ", differ), column("max", maxLsb), badge);
        mismatchButton.setId("meter-mismatch");
        mismatchButton.getStyleClass().setAll("meter-button");
        mismatchButton.setAccessibleHelp(PRESS);
        mismatchButton.setMinWidth(Region.USE_PREF_SIZE);
        mismatchButton.setOnAction(event -> showTrace.run());
        error.setAlignment(Pos.CENTER_LEFT);
        mismatch.setAlignment(Pos.CENTER_LEFT);
        bar.getChildren().setAll(error, divider(), mismatchButton, Controls.spring(), divider(), right);
        bar.widthProperty().addListener((property, before, now) -> {
            double width = now.doubleValue();
            Styles.present(mseColumn, width >= MSE_FROM);
            Styles.present(cosineColumn, width >= COSINE_FROM);
            Styles.present(took, width >= MSE_FROM);
            bar.lookupAll(".meter-icon").forEach(icon -> Styles.present(icon, width >= ICONS_FROM));
            error.setSpacing(width >= MSE_FROM ? 28 : 14);
            mismatch.setSpacing(width >= MSE_FROM ? 16 : 12);
            right.setPrefWidth(width >= MSE_FROM ? 296 : Region.USE_COMPUTED_SIZE);
        });
        dimming.setOnFinished(event -> setStale(true));
        telling.setOnFinished(event -> showTask(viewModel.statusProperty().get()));
        viewModel.statusProperty().addListener((property, before, now) -> update(now));
        update(viewModel.statusProperty().get());
    }

    private void nameFigures() {
        name(sqnr, "meter-sqnr", "Signal to quantization noise of the layer: 20·log10(‖float‖ / ‖float − fake-quant‖);"
                + " higher is better.");
        name(gain, "meter-gain", "How much better or worse than min–max ranges with nothing set by hand.");
        name(mse, "meter-mse", "Mean squared error of fake-quant against float.");
        name(maxAbs, "meter-max", "Largest error of fake-quant against float.");
        name(cosine, "meter-cosine", "Cosine similarity of the two outputs: r·t / (‖r‖·‖t‖).");
        name(differ, "meter-differ", "Output elements at which the integer path and fake-quant differ. " + PRESS);
        name(maxLsb, "meter-lsb", "Largest of these differences, in steps of the output code or of the accumulator. "
                + PRESS);
        name(badge, "meter-badge", "Why the two paths differ, or that they do not. " + PRESS);
        name(model, "model-name", "The open network; a dot means changes that are not saved.");
    }

    public Node node() {
        return bar;
    }

    private void update(StatusViewModel.Status now) {
        Styles.setText(sqnr, now.sqnr());
        style(sqnr, now.low() ? "bad" : "");
        Styles.setText(gain, now.gain());
        style(gain, now.better() ? "good" : "bad");
        Styles.setText(mse, now.mse());
        Styles.setText(maxAbs, now.maxAbs());
        Styles.setText(cosine, now.cosine());
        Styles.setText(differ, now.differ());
        Styles.setText(maxLsb, now.maxLsb());
        boolean differs = now.verdict() == StatusViewModel.Verdict.DIFFERS;
        style(differ, differs ? "warn" : "");
        Styles.setText(badge, now.badge());
        style(badge, differs ? "warn" : "good");
        badge.setGraphic(differs ? different : same);
        boolean compared = now.verdict() != StatusViewModel.Verdict.NONE;
        badge.setVisible(compared);
        mismatchButton.setDisable(!compared);
        mismatchButton.setAccessibleText("Implementation mismatch: " + now.differ() + " differ. " + now.badge());
        updateTask(now);
        Styles.setText(model, now.model());
        unsaved.setVisible(now.unsaved());
        updateStale(now.stale());
    }

    /** A task is told only once it takes longer than a moment; then the words follow it at once. */
    private void updateTask(StatusViewModel.Status now) {
        boolean idle = now.task().isEmpty();
        if (idle) {
            telling.stop();
            showTask(now);
        } else if (task.getGraphic() == spinner) {
            showTask(now);
        } else if (telling.getStatus() != Animation.Status.RUNNING) {
            telling.playFromStart();
        }
    }

    private void showTask(StatusViewModel.Status now) {
        boolean idle = now.task().isEmpty();
        Styles.setText(task, !idle ? now.task() : now.model().isEmpty() ? "No model open" : "Up to date");
        task.setGraphic(!idle ? spinner : now.model().isEmpty() ? null : done);
        Styles.setText(took, idle ? now.took() : "");
    }

    private void updateStale(boolean stale) {
        if (!stale) {
            dimming.stop();
            setStale(false);
        } else if (!bar.getStyleClass().contains("figures-stale")
                && dimming.getStatus() != Animation.Status.RUNNING) {
            dimming.playFromStart();
        }
    }

    private void setStale(boolean stale) {
        Styles.set(bar, "figures-stale", stale);
    }

    private HBox progress() {
        task.setId("status-task");
        took.setId("status-took");
        done.getStyleClass().add("done-icon");
        HBox right = new HBox(8, task, took, Controls.spring(), model, unsaved);
        right.setAlignment(Pos.CENTER_LEFT);
        task.setMinWidth(Region.USE_PREF_SIZE);
        took.setMinWidth(Region.USE_PREF_SIZE);
        model.setMinWidth(0); // a long file name gives way first
        return right;
    }

    private static HBox title(Ikon ikon, String title, String explanation) {
        FontIcon icon = Controls.icon(ikon);
        icon.getStyleClass().add("meter-icon");
        VBox words = new VBox(Controls.label(title, "medium"), Controls.label(explanation, "label-small"));
        words.setAlignment(Pos.CENTER_LEFT);
        words.getChildren().forEach(label -> ((Label) label).setMinWidth(Region.USE_PREF_SIZE));
        HBox box = new HBox(12, icon, words);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private static VBox column(String name, Label figure) {
        VBox column = new VBox(Controls.label(name, "label-small"), figure);
        column.setAlignment(Pos.CENTER_LEFT);
        column.getStyleClass().add("figure-column");
        figure.setMinWidth(Region.USE_PREF_SIZE);
        figure.setMinHeight(FIGURE_HEIGHT);
        return column;
    }

    private static VBox meterColumn(String name, Label figure, Label beside) {
        figure.setMinWidth(Region.USE_PREF_SIZE);
        beside.setMinWidth(Region.USE_PREF_SIZE);
        figure.setMinHeight(FIGURE_HEIGHT);
        HBox row = new HBox(6, figure, beside);
        row.setAlignment(Pos.BASELINE_LEFT);
        VBox column = new VBox(Controls.label(name, "label-small"), row);
        column.setAlignment(Pos.CENTER_LEFT);
        column.getStyleClass().add("figure-column");
        return column;
    }

    private static void name(Label label, String id, String sentence) {
        label.setId(id);
        Tooltip tooltip = Controls.tooltip(sentence);
        label.setTooltip(tooltip);
    }

    private static void style(Label label, String colour) {
        for (String each : COLOURS) {
            Styles.set(label, each, each.equals(colour));
        }
    }

    private static Region divider() {
        Region line = new Region();
        line.getStyleClass().add("divider");
        return line;
    }
}
