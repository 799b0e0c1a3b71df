package org.quantscope.ui;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.quantscope.quant.QuantParams;
import org.quantscope.ui.chart.ChannelDifferenceChart;
import org.quantscope.ui.chart.Palette;
import org.quantscope.workspace.LessonAnswer;

/** Equation (38) or (39) with the numbers of the pixel under the cursor, and how well it holds everywhere. */
final class ClosedFormCard extends VBox {
    private final LessonViewModel model;
    private final Label where = Controls.label("", "label-small");
    private final Label first = Controls.label("", "factor");
    private final Label firstName = Controls.label("", "label-small");
    private final Label operator = Controls.label("×", "factor-sign");
    private final Label second = Controls.label("", "factor");
    private final Label secondName = Controls.label("", "label-small");
    private final Label third = Controls.label("", "factor");
    private final Label predicted = Controls.label("", "factor", "predicted");
    private final Label observed = Controls.label("", "medium");
    private final Label gapName = Controls.label("", "muted");
    private final Label gap = Controls.label("", "medium");
    private final Label residual = Controls.label("", "medium");
    private final Label under = Controls.label("", "label-small");
    private final ChannelDifferenceChart channels = new ChannelDifferenceChart();

    ClosedFormCard(LessonViewModel model) {
        this.model = model;
        setId("lesson-form");
        getStyleClass().add("lesson-card");
        first.setId("lesson-factor-1");
        second.setId("lesson-factor-2");
        third.setId("lesson-factor-3");
        predicted.setId("lesson-predicted");
        observed.setId("lesson-observed");
        gap.setId("lesson-gap");
        residual.setId("lesson-residual");
        channels.setId("lesson-channels");
        channels.setOnSelect(model::chooseChannel);
        HBox factors = new HBox(5,
                named(first, firstName), operator, named(second, secondName), Controls.label("×", "factor-sign"),
                named(third, Controls.label("S, sum of x", "label-small")), Controls.label("=", "factor-sign"),
                named(predicted, Controls.label("predicted", "label-small")));
        factors.setAlignment(Pos.TOP_CENTER);
        factors.getStyleClass().add("factors");
        HBox below = new HBox(Controls.label("Largest difference per channel", "label-strong"), Controls.spring(),
                under);
        below.setMinHeight(18);
        below.setAlignment(Pos.BOTTOM_LEFT);
        VBox.setVgrow(channels, Priority.ALWAYS);
        getChildren().setAll(head("The closed form, here", where), factors,
                row(Controls.label("observed at this pixel", "muted"), observed), row(gapName, gap),
                row(Controls.label("corrected against fake, largest", "muted"), residual), below, channels);
        channels.widthProperty().addListener((property, before, now) -> showUnder());
        model.answerProperty().addListener((property, before, now) -> {
            showTotals(now);
            showPixel();
        });
        model.cursorProperty().addListener((property, before, now) -> showPixel());
    }

    void setPalette(Palette palette) {
        channels.setPalette(palette);
    }

    static HBox head(String title, Label corner) {
        corner.setMinWidth(0);
        Label name = Controls.label(title, "pane-title");
        name.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(8, name, Controls.spring(), corner);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("lesson-card-head");
        return head;
    }

    private static VBox named(Label value, Label name) {
        VBox box = new VBox(value, name);
        box.setAlignment(Pos.TOP_CENTER);
        value.setMinWidth(USE_PREF_SIZE);
        name.setMinWidth(USE_PREF_SIZE);
        return box;
    }

    private static HBox row(Label name, Label value) {
        value.setMinWidth(USE_PREF_SIZE);
        name.setMinWidth(0);
        HBox row = new HBox(8, name, Controls.spring(), value);
        row.getStyleClass().add("lesson-row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void showTotals(LessonAnswer answer) {
        LessonWords words = new LessonWords(answer);
        Styles.setText(gapName, words.gapName());
        Styles.setText(gap, words.largestGap());
        Styles.setText(residual, words.largestResidual());
        Styles.set(residual, "good", words.isCorrectedRight());
        Styles.set(residual, "bad", !words.isCorrectedRight());
        List<QuantParams> params = answer.subject().params().weight().orElseThrow().channels();
        double[] zeros = params.stream().mapToDouble(own -> own.origin() == 0 ? 0 : -own.origin()).toArray();
        String[] texts = new String[zeros.length];
        for (int channel = 0; channel < zeros.length; channel++) {
            texts[channel] = LessonNumbers.parameter(zeros[channel]);
        }
        channels.show(words.differences(), zeros, texts, answer.shown().channel());
        showUnder();
    }

    private void showUnder() {
        Styles.setText(under, channels.showsZeroPoints() ? "below: channel, z" : "below: channel");
    }

    private void showPixel() {
        LessonAnswer answer = model.answerProperty().get();
        OutputCursor place = model.cursorProperty().get();
        LessonPicture picture = model.pictureProperty().get();
        if (answer == null || place == null || picture == null || !picture.holds(place)) {
            return;
        }
        LessonWords words = new LessonWords(answer);
        int pixel = picture.pixel(place);
        Styles.setText(where, "pixel (" + place.row() + ", " + place.column() + "), channel "
                + answer.shown().channel());
        boolean multiplies = words.multiplies();
        Styles.setText(first, multiplies ? words.zeroPoint() : words.scale());
        Styles.setText(firstName, multiplies ? "z" : "s, scale");
        Styles.setText(operator, multiplies ? "÷" : "×");
        Styles.setText(second, multiplies ? words.scale() : words.zeroPoint());
        Styles.setText(secondName, multiplies ? "m, scale" : "z");
        Styles.setText(third, words.windowMinusOne(pixel));
        Styles.setText(predicted, words.predicted(pixel));
        Styles.setText(observed, words.observed(pixel));
    }
}
