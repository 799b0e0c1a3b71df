package org.quantscope.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.quantscope.analysis.PathTerm;
import org.quantscope.ui.chart.Palette;
import org.quantscope.ui.chart.WaterfallChart;
import org.quantscope.ui.chart.WaterfallStep;
import org.quantscope.workspace.LessonAnswer;

/** The sum of the pixel under the cursor, equation (23), term by term; each term can be switched off. */
final class TermsCard extends VBox {
    private final LessonViewModel model;
    private final MathText parameters = new MathText("", "small");
    private final MathText equation = new MathText("", "small");
    private final Label result = Controls.label("", "label-small", "medium");
    private final WaterfallChart chart = new WaterfallChart();
    private final HBox switches = new HBox();
    private List<PathTerm> offered = List.of();
    private boolean codes;
    private boolean showing;

    TermsCard(LessonViewModel model) {
        this.model = model;
        setId("lesson-terms");
        getStyleClass().add("lesson-card");
        chart.setId("lesson-waterfall");
        result.setId("lesson-total");
        result.setMinWidth(USE_PREF_SIZE);
        Label title = Controls.label("The sum, term by term", "pane-title");
        title.setMinWidth(USE_PREF_SIZE);
        parameters.setMinWidth(0);
        HBox head = new HBox(8, title, parameters);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("lesson-card-head");
        HBox total = new HBox(equation, result);
        total.setAlignment(Pos.CENTER_RIGHT);
        VBox.setVgrow(chart, Priority.ALWAYS);
        switches.setPadding(new Insets(2, WaterfallChart.RIGHT, 0, WaterfallChart.LEFT));
        getChildren().setAll(head, total, chart, switches);
        model.answerProperty().addListener((property, before, now) -> show());
        model.cursorProperty().addListener((property, before, now) -> show());
    }

    void setPalette(Palette palette) {
        chart.setPalette(palette);
    }

    private void show() {
        LessonAnswer answer = model.answerProperty().get();
        OutputCursor place = model.cursorProperty().get();
        LessonPicture picture = model.pictureProperty().get();
        if (answer == null || place == null || picture == null || !picture.holds(place)) {
            return;
        }
        LessonWords words = new LessonWords(answer);
        int pixel = picture.pixel(place);
        parameters.show(words.parameters());
        equation.show(words.equation(pixel));
        Styles.setText(result, words.result(pixel));
        String tone = words.tone(picture.corrected().values(0)[pixel], picture.fake().values(0)[pixel]);
        Styles.set(result, "good", tone.equals("good"));
        Styles.set(result, "bad", tone.equals("bad"));
        List<WaterfallStep> steps = new ArrayList<>();
        for (PathTerm term : words.terms()) {
            double value = words.value(term, pixel);
            boolean on = answer.question().terms().contains(term);
            steps.add(new WaterfallStep(value, LessonNumbers.signedTerm(value), kind(term), on));
        }
        chart.show(steps, words.total(pixel));
        showSwitches(words, answer);
    }

    private static WaterfallStep.Kind kind(PathTerm term) {
        return switch (term) {
            case PRODUCTS -> WaterfallStep.Kind.START;
            case ONCE -> WaterfallStep.Kind.FAULT;
            default -> WaterfallStep.Kind.CORRECTION;
        };
    }

    private void showSwitches(LessonWords words, LessonAnswer answer) {
        boolean ofCodes = answer.subject().params().input().isPresent();
        if (!words.terms().equals(offered) || ofCodes != codes) {
            offered = words.terms();
            codes = ofCodes;
            List<Node> slots = new ArrayList<>();
            offered.forEach(term -> slots.add(slot(termSwitch(term, words), words.name(term))));
            slots.add(slot(Controls.label(ofCodes ? "accumulator" : "sum"), "exact"));
            switches.getChildren().setAll(slots);
        }
        showing = true;
        for (int i = 0; i < offered.size(); i++) {
            CheckBox box = (CheckBox) ((VBox) switches.getChildren().get(i)).getChildren().get(0);
            box.setSelected(model.termsProperty().get().contains(offered.get(i)));
        }
        showing = false;
    }

    private CheckBox termSwitch(PathTerm term, LessonWords words) {
        CheckBox box = new CheckBox();
        box.setGraphic(new MathText(words.formula(term)));
        box.setId("lesson-term-" + term.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        box.getStyleClass().add("term-switch");
        box.setTooltip(Controls.tooltip("Add this term to the corrected sum, or leave it out."));
        box.setAccessibleText(words.name(term));
        box.setMinWidth(0);
        box.selectedProperty().addListener((property, before, now) -> {
            if (!showing) {
                model.switchTerm(term, now);
            }
        });
        return box;
    }

    private static VBox slot(Node upper, String lower) {
        Label name = Controls.label(lower, "label-small");
        name.setMinWidth(0);
        VBox slot = new VBox(1, upper, name);
        slot.setAlignment(Pos.TOP_CENTER);
        slot.setMinWidth(0);
        slot.setPrefWidth(10);
        HBox.setHgrow(slot, Priority.ALWAYS);
        return slot;
    }
}
