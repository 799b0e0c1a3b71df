package org.quantscope.ui;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.quantscope.ui.chart.Palette;

/** The lesson: three ways to the same output, their difference, its closed form, and the sum behind it. */
public final class LessonView {
    private final BorderPane root = new BorderPane();
    private final LessonMaps maps;
    private final ClosedFormCard form;
    private final TermsCard terms;
    private final LevelsCard levels;

    /**
     * @param close closes the lesson
     * @param goToWindow brings the window to the front, once the channel is focused there
     */
    public LessonView(LessonViewModel model, Runnable close, Runnable goToWindow) {
        maps = new LessonMaps(model);
        form = new ClosedFormCard(model);
        terms = new TermsCard(model);
        levels = new LevelsCard(model);
        root.setId("lesson");
        root.getStyleClass().add("lesson");
        form.setPrefWidth(332);
        form.setMinWidth(300);
        levels.setPrefWidth(196);
        levels.setMinWidth(170);
        HBox.setHgrow(terms, Priority.ALWAYS);
        HBox lower = new HBox(12, form, terms, levels);
        lower.setMinHeight(220);
        lower.setPrefHeight(252);
        VBox.setVgrow(maps, Priority.SOMETIMES);
        VBox.setVgrow(lower, Priority.ALWAYS);
        VBox body = new VBox(12, maps, lower);
        body.getStyleClass().add("lesson-body");
        root.setTop(new LessonHeader(model, close));
        root.setCenter(body);
        root.setBottom(closing(model, goToWindow));
        root.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                event.consume();
                close.run();
            }
        });
    }

    public Region node() {
        return root;
    }

    public void setPalette(Palette palette) {
        maps.setPalette(palette);
        form.setPalette(palette);
        terms.setPalette(palette);
        levels.setPalette(palette);
    }

    private static HBox closing(LessonViewModel model, Runnable goToWindow) {
        FontIcon icon = Controls.icon(MaterialDesignL.LIGHTBULB_ON_OUTLINE);
        icon.getStyleClass().add("lesson-icon");
        Label sentence = Controls.label(LessonWords.CLOSING);
        sentence.setId("lesson-closing");
        sentence.setMinWidth(0);
        Button go = new Button("Go to this channel");
        go.setId("lesson-go");
        go.setMinWidth(Region.USE_PREF_SIZE);
        go.setTooltip(Controls.tooltip("Look at this layer and channel in the window; the seed question is not in it."));
        go.disableProperty().bind(model.answerProperty().map(answer -> !model.canGo()).orElse(true));
        go.setOnAction(event -> {
            model.go();
            goToWindow.run();
        });
        HBox bar = new HBox(10, icon, sentence, Controls.spring(), go);
        bar.getStyleClass().add("lesson-closing");
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }
}
