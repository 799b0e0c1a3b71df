package org.quantscope.ui;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.quantscope.quant.QuantParams;
import org.quantscope.ui.chart.LevelChart;
import org.quantscope.ui.chart.Palette;
import org.quantscope.workspace.LessonAnswer;

/** The channel's weights on their levels, as codes or as what these stand for: the same bars under another axis. */
final class LevelsCard extends VBox {
    private final LevelChart chart = new LevelChart();
    private final Label used = Controls.label("", "label-small");
    private final Label axis = Controls.label("", "label-small");
    private final Label back = Controls.label("", "label-small");

    LevelsCard(LessonViewModel model) {
        setId("lesson-levels");
        getStyleClass().add("lesson-card");
        chart.setId("lesson-level-chart");
        used.setId("lesson-levels-used");
        back.setId("lesson-codes-back");
        for (Label label : new Label[] {axis, back}) {
            label.setWrapText(true);
            label.setMinHeight(30);
            label.setPrefHeight(30);
            label.setAlignment(Pos.TOP_LEFT);
            label.setMinWidth(0);
            label.setPrefWidth(10);
            label.setMaxWidth(Double.MAX_VALUE);
        }
        VBox.setVgrow(chart, Priority.ALWAYS);
        getChildren().setAll(ClosedFormCard.head("Weights", used), chart, axis, back);
        model.axisProperty().addListener((property, before, now) -> {
            chart.setAxis(now);
            axis.setText(LessonWords.axis(now));
        });
        chart.setAxis(model.axisProperty().get());
        axis.setText(LessonWords.axis(model.axisProperty().get()));
        model.answerProperty().addListener((property, before, now) -> show(now));
    }

    void setPalette(Palette palette) {
        chart.setPalette(palette);
    }

    private void show(LessonAnswer answer) {
        LessonWords words = new LessonWords(answer);
        Styles.setText(used, words.levels());
        Styles.setText(back, words.codesBack());
        int[] codes = answer.shown().weightCodes();
        QuantParams params = words.params();
        int[] counts = new int[params.type().levels()];
        for (int code : codes) {
            counts[code - params.type().qmin()]++;
        }
        chart.show(counts, params.type().qmin(), params.origin(), params.step());
    }
}
