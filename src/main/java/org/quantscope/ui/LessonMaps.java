package org.quantscope.ui;

import atlantafx.base.controls.ToggleSwitch;
import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.quantscope.analysis.PathTerm;
import org.quantscope.ui.chart.FeatureMap;
import org.quantscope.ui.chart.MapData;
import org.quantscope.ui.chart.MapRegion;
import org.quantscope.ui.chart.MapScale;
import org.quantscope.ui.chart.MapViewport;
import org.quantscope.ui.chart.Palette;
import org.quantscope.workspace.LessonAnswer;
import org.quantscope.workspace.Picture;

/** The four maps of the lesson with a linked cursor, and what the difference is a picture of. */
final class LessonMaps extends HBox {
    /** Where a plane has more values than the maps have pixels, about so many values beside each other are shown. */
    private static final int CELLS = 28;
    private static final double THUMBNAIL = 56;
    /** What a card needs beside and around its map, in pixels. */
    private static final double BESIDE_MAP = 72;
    private static final double AROUND_MAP = 122;

    private final LessonViewModel model;
    private final LessonMapCard fake =
            new LessonMapCard("lesson-fake", "Fake-quant", "dequantize the weights, then convolve");
    private final LessonMapCard naive =
            new LessonMapCard("lesson-naive", "Naive", "convolve the codes, dequantize once");
    private final LessonMapCard corrected =
            new LessonMapCard("lesson-corrected", "Corrected", "the same sum, z once per tap");
    private final LessonMapCard difference =
            new LessonMapCard("lesson-difference", "Difference", "S, the input summed over the window, scaled");
    private final List<LessonMapCard> cards = List.of(fake, naive, corrected, difference);
    private final ToggleSwitch correction = new ToggleSwitch();
    private final ImageView inputView = new ImageView();
    private final ImageView sumView = new ImageView();
    private final Label inputText = Controls.label("input x", "label-small");
    private final Label sumText = Controls.label("S", "label-small");
    private LessonPicture shown;
    private boolean placed;
    private boolean showing;

    LessonMaps(LessonViewModel model) {
        super(12);
        this.model = model;
        getChildren().setAll(cards);
        for (LessonMapCard card : cards) {
            FeatureMap map = card.map();
            map.setOnHover((channel, row, column) -> model.hover(row, column));
            map.setOnPin((channel, row, column) -> model.pin(row, column));
            map.setOnLeave(model::restCursor);
            map.setOnViewport(this::moveAll);
        }
        difference.showCorner("fake − naive", false);
        difference.addBeside(thumbnails());
        difference.setOnFitted(this::fitted);
        corrected.setCorner(correctionSwitch());
        model.pictureProperty().addListener((property, before, now) -> show(now));
        model.answerProperty().addListener((property, before, now) -> showWords(now));
        model.cursorProperty().addListener((property, before, now) -> showCursor());
        setMinHeight(200);
        widthProperty().addListener((property, before, now) -> share(now.doubleValue()));
    }

    void setPalette(Palette palette) {
        cards.forEach(card -> card.setPalette(palette));
    }

    private VBox thumbnails() {
        VBox box = new VBox(4, framed(inputView), inputText, framed(sumView), sumText);
        box.setMinWidth(96);
        box.setPrefWidth(96);
        VBox.setMargin(inputText, new Insets(0, 0, 6, 0));
        inputView.setId("lesson-input");
        sumView.setId("lesson-window-sum");
        return box;
    }

    private static HBox framed(ImageView view) {
        HBox frame = new HBox(view);
        frame.getStyleClass().add("lesson-thumbnail");
        frame.setMinSize(THUMBNAIL, THUMBNAIL);
        frame.setMaxSize(THUMBNAIL, THUMBNAIL);
        frame.setAlignment(Pos.CENTER);
        return frame;
    }

    private HBox correctionSwitch() {
        correction.setId("lesson-correction");
        correction.setTooltip(Controls.tooltip(
                "Add z·S, the zero point once for every tap, or only z, as the naive path does."));
        correction.setAccessibleText("Zero-point correction");
        correction.selectedProperty().addListener((property, before, now) -> {
            if (!showing) {
                model.correct(now);
            }
        });
        model.termsProperty().addListener((property, before, now) -> showSwitch());
        showSwitch();
        HBox box = new HBox(6, Controls.label("correction", "label-small"), correction);
        box.setAlignment(Pos.CENTER_RIGHT);
        return box;
    }

    private void showSwitch() {
        showing = true;
        correction.setSelected(model.termsProperty().get().contains(PathTerm.WEIGHT_ZERO_POINT));
        showing = false;
    }

    /** The card of the difference has pictures beside its map. */
    private void share(double width) {
        double beside = 104;
        double each = Math.floor((width - 3 * getSpacing() - beside) / 4);
        for (LessonMapCard card : cards) {
            double own = card == difference ? each + beside : each;
            card.setPrefWidth(own);
            card.setMinWidth(own);
            card.setMaxWidth(own);
        }
        setPrefHeight(AROUND_MAP + each - BESIDE_MAP);
    }

    private void moveAll(MapViewport viewport) {
        for (LessonMapCard card : cards) {
            card.map().setViewport(viewport);
            card.fit();
        }
    }

    private void show(LessonPicture now) {
        boolean otherSize = shown == null || !now.fake().sameShape(shown.fake());
        shown = now;
        fake.show(now.fake());
        naive.show(now.naive());
        corrected.show(now.corrected());
        difference.show(now.difference());
        scale(fake, now.fakeScale());
        scale(naive, now.naiveScale());
        scale(corrected, now.correctedScale());
        LessonScale ends = now.differenceScale();
        difference.map().setScale(MapScale.difference(ends.low(), ends.high()));
        difference.bar().setScale(MapScale.difference(ends.low(), ends.high()));
        if (otherSize) {
            placed = false;
        }
        showCursor();
    }

    /** Once the maps have a size, what does not fit is shown in part, around the largest difference. */
    private void fitted() {
        if (!placed && shown != null) {
            placed = true;
            OutputCursor widest = shown.widest();
            moveAll(difference.map().viewportAround(widest.row(), widest.column(), CELLS));
        }
        showThumbnails();
    }

    private static void scale(LessonMapCard card, LessonScale ends) {
        card.map().setScale(MapScale.outputs(ends.low(), ends.high()));
        card.bar().setScale(MapScale.outputs(ends.low(), ends.high()));
    }

    private void showThumbnails() {
        if (shown == null) {
            return;
        }
        MapRegion region = difference.map().region();
        MapData sum = shown.windowSum();
        MapData input = shown.input();
        PixelImages.show(sumView, gray(sum, region), THUMBNAIL);
        PixelImages.show(inputView, gray(input, onInput(region, sum, input)), THUMBNAIL);
    }

    /** The same part of the input, whose planes may be larger. */
    private static MapRegion onInput(MapRegion region, MapData sum, MapData input) {
        int row = region.row() * input.rows() / sum.rows();
        int column = region.column() * input.columns() / sum.columns();
        return new MapRegion(
                row, column,
                Math.max(1, Math.min(input.rows() - row, region.rows() * input.rows() / sum.rows())),
                Math.max(1, Math.min(input.columns() - column, region.columns() * input.columns() / sum.columns())));
    }

    /** Black for the lowest value of the part, white for the highest. */
    private static Picture gray(MapData data, MapRegion region) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int row = 0; row < region.rows(); row++) {
            for (int column = 0; column < region.columns(); column++) {
                float value = data.get(0, region.row() + row, region.column() + column);
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        int[] argb = new int[region.rows() * region.columns()];
        for (int at = 0; at < argb.length; at++) {
            float value = data.get(0, region.row() + at / region.columns(), region.column() + at % region.columns());
            int level = high > low ? (int) (255 * (value - low) / (high - low)) : 128;
            argb[at] = 0xff000000 | level << 16 | level << 8 | level;
        }
        return new Picture(region.columns(), region.rows(), argb);
    }

    private void showWords(LessonAnswer answer) {
        LessonWords words = new LessonWords(answer);
        fake.showFormula(words.fakeFormula());
        naive.showFormula(words.naiveFormula());
        corrected.showFormula(words.correctedFormula());
        difference.showFormula(words.differenceFormula());
        fake.showCorner(words.largestOutput(), false);
        naive.showCorner(words.largestDifference(), words.isNaiveWrong());
        inputText.setText(words.inputPlane());
        sumText.setText(words.windowSumRange());
        showCursor();
    }

    private void showCursor() {
        OutputCursor place = model.cursorProperty().get();
        LessonAnswer answer = model.answerProperty().get();
        if (place == null || answer == null || shown == null || !shown.holds(place)) {
            return;
        }
        LessonWords words = new LessonWords(answer);
        int pixel = shown.pixel(place);
        String where = "(" + place.row() + ", " + place.column() + ")";
        cards.forEach(card -> card.map().setCursorPlace(0, place.row(), place.column()));
        float real = shown.fake().values(0)[pixel];
        fake.showValue(where, words.output(real), "");
        naive.showValue(where, words.output(shown.naive().values(0)[pixel]),
                words.tone(answer.shown().naive()[pixel], real));
        corrected.showValue(where, words.output(shown.corrected().values(0)[pixel]),
                words.tone(shown.corrected().values(0)[pixel], real));
        difference.showValue(where, words.output(shown.difference().values(0)[pixel]), "");
    }
}
