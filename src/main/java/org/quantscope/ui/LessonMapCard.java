package org.quantscope.ui;

import javafx.geometry.Dimension2D;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.quantscope.ui.chart.ColorBar;
import org.quantscope.ui.chart.FeatureMap;
import org.quantscope.ui.chart.MapData;
import org.quantscope.ui.chart.Palette;

/** One of the lesson's outputs: what it is, its formula, its map, and the value under the cursor. */
final class LessonMapCard extends VBox {
    private static final double CAPTION = 20;
    private static final double BAR = 42;
    private static final double GAP = 6;

    private final FeatureMap map = new FeatureMap();
    private final ColorBar bar = new ColorBar();
    private final Label corner = Controls.label("", "label-small");
    private final MathText formula = new MathText("", "formula");
    private final Label place = Controls.label("", "label-small");
    private final Label value = Controls.label("", "lesson-value");
    private final MapWithBar picture = new MapWithBar();
    private final HBox body = new HBox(4, picture);
    private Runnable onFitted = () -> {};
    private int columns;

    LessonMapCard(String id, String title, String subtitle) {
        setId(id);
        getStyleClass().add("lesson-card");
        map.setId(id + "-map");
        map.setAccessibleText(title + " output of the channel");
        map.hideCaption();
        value.setId(id + "-value");
        corner.setId(id + "-corner");
        formula.setId(id + "-formula");
        corner.setMinWidth(0);
        Label name = Controls.label(title, "pane-title");
        name.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(6, name, Controls.spring(), corner);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("lesson-card-head");
        Label under = Controls.label(subtitle, "muted");
        under.setMinWidth(0);
        HBox.setHgrow(picture, Priority.ALWAYS);
        VBox.setVgrow(body, Priority.ALWAYS);
        body.setMinHeight(60);
        HBox caption = new HBox(place, Controls.spring(), value);
        caption.getStyleClass().add("lesson-caption");
        caption.setMinHeight(CAPTION + 2);
        caption.setPrefHeight(CAPTION + 2);
        getChildren().setAll(head, under, formula, body, caption);
        HBox.setHgrow(this, Priority.ALWAYS);
        setMinWidth(0);
        // Over the room that the map leaves for a caption of its own.
        caption.setViewOrder(-1);
        caption.setMouseTransparent(true);
    }

    FeatureMap map() {
        return map;
    }

    ColorBar bar() {
        return bar;
    }

    /** Puts something else than words into the upper right corner. */
    void setCorner(Node node) {
        HBox head = (HBox) getChildren().get(0);
        head.getChildren().set(2, node);
    }

    /** Puts something right of the map. */
    void addBeside(Node node) {
        body.getChildren().add(node);
    }

    void showCorner(String text, boolean bad) {
        Styles.setText(corner, text);
        Styles.set(corner, "bad", bad);
    }

    void showFormula(String text) {
        formula.show(text);
    }

    void showValue(String where, String text, String tone) {
        Styles.setText(place, where);
        Styles.setText(value, text);
        Styles.set(value, "bad", tone.equals("bad"));
        Styles.set(value, "good", tone.equals("good"));
    }

    void setPalette(Palette palette) {
        map.setPalette(palette);
        bar.setPalette(palette);
    }

    /** Called whenever the map has got its size. */
    void setOnFitted(Runnable action) {
        onFitted = action;
    }

    /** Shows a plane; the map becomes as large as its cells make it. */
    void show(MapData data) {
        map.setData(data);
        columns = Math.max(data.columns(), data.rows());
        fit();
    }

    /** Lays the map out anew. */
    void fit() {
        picture.requestLayout();
    }

    /** A square map with whole cells and its scale beside it, as high as the map. */
    private final class MapWithBar extends Region {
        MapWithBar() {
            getChildren().setAll(map, bar);
            setMinSize(60, 40);
            setPrefSize(180, 150);
        }

        @Override
        protected void layoutChildren() {
            double width = Math.max(20, Math.floor(getWidth() - BAR - GAP));
            double height = Math.max(20, Math.floor(getHeight()));
            Dimension2D sheet = map.sheetIn(width, height + CAPTION);
            double side = Math.min(width, height);
            // A plane with more values than pixels is shown in part, and the part may fill the room.
            boolean inPart = columns > side;
            Dimension2D size = inPart ? new Dimension2D(side, side) : sheet;
            map.resizeRelocate(0, 0, size.getWidth(), size.getHeight() + CAPTION);
            bar.resizeRelocate(size.getWidth() + GAP, 0, BAR, size.getHeight());
            onFitted.run();
        }
    }
}
