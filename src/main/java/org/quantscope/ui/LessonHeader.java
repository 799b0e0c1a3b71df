package org.quantscope.ui;

import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.quantscope.analysis.HistogramAxis;
import org.quantscope.analysis.PaddingRule;
import org.quantscope.quant.Formula;
import org.quantscope.workspace.LessonAnswer;
import org.quantscope.workspace.LessonSubject;

/** What the lesson is about and how it is shown; below it, what that means here. */
final class LessonHeader extends VBox {
    private final LessonViewModel model;
    private final ComboBox<LessonChoice> layers = new ComboBox<>();
    private final NumberField channel = new NumberField("lesson-channel", "The output channel that is shown.");
    private final Segments<Formula> reading = new Segments<>("lesson-scale",
            List.of(Formula.MICRONET, Formula.MICRONET_2020),
            formula -> formula == Formula.MICRONET ? "divisor" : "multiplier",
            "Read the scale as divisor, a code standing for (q + z)·s, or as multiplier, for (q + z)/m, as micronet did"
                    + " before 2021.");
    private final Button affine = new Button();
    private final Label note = Controls.label("", "muted");
    private final Label paddingNote = Controls.label("", "muted");
    private final Label readingName = Controls.label("Scale is a", "muted");
    private boolean showing;

    LessonHeader(LessonViewModel model, Runnable close) {
        this.model = model;
        getStyleClass().add("lesson-header");
        getChildren().setAll(choices(close), notes());
        model.answerProperty().addListener((property, before, now) -> show(now));
        model.problemProperty().addListener((property, before, now) -> showProblem(now));
    }

    private HBox choices(Runnable close) {
        FontIcon icon = Controls.icon(MaterialDesignS.SCHOOL_OUTLINE);
        icon.getStyleClass().add("lesson-icon");
        Label title = Controls.label(LessonWords.TITLE, "lesson-title");
        title.setMinWidth(USE_PREF_SIZE);
        prepareLayers();
        channel.setPrefColumnCount(3);
        channel.setPrefWidth(44);
        channel.onTaken(this::takeChannel);
        StepField channelSteps = new StepField(channel, (steps, fine) -> stepChannel(steps));
        Segments<PaddingRule> padding = new Segments<>("lesson-padding", List.of(PaddingRule.values()),
                LessonWords::padding, "What stands in the padding of the corrected path: the code of real zero; the"
                + " code 0 with corrections for all taps; or the code 0 with corrections for the taps inside the input.");
        padding.show(model.paddingProperty().get());
        padding.onChosen(model.paddingProperty()::set);
        Segments<HistogramAxis> axis = new Segments<>("lesson-axis", List.of(HistogramAxis.values()),
                value -> value == HistogramAxis.VALUES ? "Values" : "Codes",
                "Label the weights' levels with what they stand for, or with their codes.");
        axis.show(model.axisProperty().get());
        axis.onChosen(model.axisProperty()::set);
        HBox row = new HBox(8, icon, title, Controls.spring(),
                named("Layer"), layers, gap(), named("Channel"), channelSteps, gap(), named("Padding"), padding, gap(),
                named("Show"), axis, gap(),
                Controls.iconButton("lesson-close", MaterialDesignC.CLOSE, "Close the lesson (Esc).", close));
        row.getStyleClass().add("lesson-choices");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private HBox notes() {
        note.setId("lesson-note");
        paddingNote.setId("lesson-padding-note");
        affine.setId("lesson-affine");
        affine.getStyleClass().add("small");
        affine.setTooltip(Controls.tooltip("Take this layer's weights as 4-bit affine, per output channel, in the lesson"
                + " only."));
        affine.setMinWidth(USE_PREF_SIZE);
        affine.setOnAction(event -> model.makeAffineHere(!model.subjectProperty().get().affineHere()));
        reading.onChosen(model::read);
        note.setMinWidth(0);
        paddingNote.setMinWidth(0);
        readingName.setMinWidth(USE_PREF_SIZE);
        HBox row = new HBox(8, readingName, reading, affine, note, Controls.spring(), paddingNote);
        row.getStyleClass().add("lesson-notes");
        row.setAlignment(Pos.CENTER_LEFT);
        showSubject(model.subjectProperty().get());
        model.subjectProperty().addListener((property, before, now) -> showSubject(now));
        return row;
    }

    private void prepareLayers() {
        layers.setId("lesson-layer");
        layers.setPrefWidth(128);
        layers.setMinWidth(90);
        layers.setTooltip(Controls.tooltip("The workload of the question, or any layer of the open model."));
        layers.setAccessibleText("Layer");
        layers.setItems(model.choices());
        layers.setConverter(new StringConverter<>() {
            @Override
            public String toString(LessonChoice choice) {
                return choice == null ? "" : choice.text();
            }

            @Override
            public LessonChoice fromString(String text) {
                throw new UnsupportedOperationException("The list is not edited.");
            }
        });
        layers.valueProperty().addListener((property, before, now) -> {
            if (!showing && now != null) {
                model.choose(now.subject());
            }
        });
        model.choices().addListener((ListChangeListener<LessonChoice>) change ->
                showSubject(model.subjectProperty().get()));
    }

    private static Label named(String text) {
        Label label = Controls.label(text, "muted");
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    private static HBox gap() {
        HBox gap = new HBox();
        gap.setMinWidth(2);
        return gap;
    }

    private void stepChannel(int steps) {
        LessonAnswer answer = model.answerProperty().get();
        if (answer != null) {
            model.chooseChannel(Math.floorMod(answer.shown().channel() + steps, answer.subject().channels()));
        }
    }

    private void takeChannel(String typed) {
        LessonAnswer answer = model.answerProperty().get();
        try {
            double wanted = Math.rint(NumberFormats.parse(typed));
            if (answer != null && wanted >= 0 && wanted < answer.subject().channels()) {
                model.chooseChannel((int) wanted);
            }
        } catch (IllegalArgumentException notANumber) {
            // The field shows the present channel again.
        }
    }

    private void showSubject(LessonSubject subject) {
        showing = true;
        model.choices().stream()
                .filter(choice -> choice.subject().layer().equals(subject.layer()))
                .findFirst()
                .ifPresent(layers::setValue);
        showing = false;
        reading.show(subject.reading());
        Styles.present(reading, subject.isSeed());
        Styles.present(readingName, subject.isSeed());
        affine.setText(subject.affineHere() ? "As in the settings" : "Make the weights affine here");
        Styles.present(affine, !subject.isSeed());
    }

    private void show(LessonAnswer answer) {
        LessonWords words = new LessonWords(answer);
        channel.show(Integer.toString(answer.shown().channel()), false);
        Styles.setText(note, words.note());
        Styles.set(note, "warn", !words.hasZeroPoint());
        Styles.set(note, "bad", false);
        Styles.setText(paddingNote, words.paddingNote());
        Styles.set(paddingNote, "bad", words.isPaddingWrong());
        boolean needed = answer.affineHere() && !answer.question().subject().affineHere();
        Styles.present(affine, !answer.question().subject().isSeed() && !needed);
    }

    private void showProblem(String sentence) {
        if (!sentence.isEmpty()) {
            Styles.setText(note, sentence);
            Styles.set(note, "bad", true);
            Styles.setText(paddingNote, "");
        }
    }
}
