package org.quantscope.ui;

import java.util.List;
import javafx.geometry.Dimension2D;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.quantscope.ui.chart.ColorBar;
import org.quantscope.ui.chart.FeatureMap;
import org.quantscope.ui.chart.MapMode;
import org.quantscope.ui.chart.MapScale;
import org.quantscope.ui.chart.MapViewport;
import org.quantscope.ui.chart.Palette;

/**
 * The four maps with their titles and colour bars: in one row, or two by two where the room is narrow. Cells are whole
 * pixels, so a colour bar is as high as the map beside it.
 */
final class OutputMaps extends Region {
    private static final double TITLE = 18;
    private static final double CAPTION = 20;
    private static final double BAR = 40;
    private static final double GAP = 8;
    private static final double LEAST_CAPTION = 112;
    private static final double NARROW = 600;

    private final OutputViewModel model;
    private final List<Label> titles = List.of(
            Controls.label("Float", "medium"), Controls.label("Fake-quant", "medium"),
            Controls.label("Integer", "medium"), Controls.label("Fake − float", "medium"));
    private final List<FeatureMap> maps =
            List.of(new FeatureMap(), new FeatureMap(), new FeatureMap(), new FeatureMap());
    private final ColorBar scale = new ColorBar();
    private final ColorBar differenceScale = new ColorBar();

    OutputMaps(OutputViewModel model) {
        this.model = model;
        setId("output-maps");
        List<String> ids = List.of("map-float", "map-fake-quant", "map-integer", "map-difference");
        for (int i = 0; i < maps.size(); i++) {
            FeatureMap map = maps.get(i);
            map.setId(ids.get(i));
            map.setAccessibleText(titles.get(i).getText() + " output of the layer");
            map.setOnHover(model::hover);
            map.setOnLeave(model::restCursor);
            map.setOnPin(model::pin);
            map.setOnViewport(this::moveAll);
        }
        scale.setId("map-scale");
        differenceScale.setId("map-difference-scale");
        getChildren().addAll(titles);
        getChildren().addAll(maps);
        getChildren().addAll(scale, differenceScale);
        model.pictureProperty().addListener((property, before, now) -> show(now));
        model.cursorProperty().addListener((property, before, now) -> showCursor(now));
        model.modeProperty().addListener((property, before, now) -> showMode(now));
        model.differenceProperty().addListener((property, before, now) -> titles.get(3).setText(now.title()));
        showMode(model.modeProperty().get());
        show(model.pictureProperty().get());
        showCursor(model.cursorProperty().get());
        setMinSize(200, 120);
        setPrefHeight(200);
    }

    void setPalette(Palette palette) {
        maps.forEach(map -> map.setPalette(palette));
        scale.setPalette(palette);
        differenceScale.setPalette(palette);
    }

    /** Whether the room is so narrow that the maps stand two by two. */
    boolean isNarrow() {
        return getWidth() < NARROW;
    }

    /** The height at which one row of maps is limited by its width. */
    double heightFor(double width) {
        return Math.max(20, Math.floor((width - 2 * BAR - 3 * GAP - 6) / 4)) + TITLE + CAPTION;
    }

    /** The width of two columns of maps in a height. */
    double gridWidthFor(double height) {
        return 2 * (Math.max(LEAST_CAPTION, Math.floor(height / 2) - TITLE - CAPTION) + GAP) + BAR;
    }

    private void moveAll(MapViewport viewport) {
        maps.forEach(map -> map.setViewport(viewport));
    }

    private void showMode(MapMode mode) {
        maps.forEach(map -> map.setMode(mode));
    }

    private void show(OutputPicture now) {
        if (now == null) {
            maps.forEach(map -> map.setData(null));
            return;
        }
        maps.get(0).setData(now.real());
        maps.get(1).setData(now.fakeQuant());
        maps.get(2).setData(now.integer());
        maps.get(3).setData(now.difference());
        maps.get(1).setCodes(now.fakeQuantCodes(), now.integerCodes());
        maps.get(2).setCodes(now.integerCodes(), now.fakeQuantCodes());
        for (FeatureMap map : maps) {
            map.setSelectedChannel(now.channel());
            map.setScale(MapScale.outputs(now.low(), now.high()));
        }
        maps.get(3).setScale(MapScale.difference(now.extent()));
        scale.setScale(MapScale.outputs(now.low(), now.high()));
        differenceScale.setScale(MapScale.difference(now.extent()));
        requestLayout();
    }

    private void showCursor(OutputCursor place) {
        for (FeatureMap map : maps) {
            if (place == null) {
                map.clearCursorPlace();
            } else {
                map.setCursorPlace(place.channel(), place.row(), place.column());
            }
        }
    }

    @Override
    protected void layoutChildren() {
        if (isNarrow()) {
            layOutGrid();
        } else {
            layOutRow();
        }
    }

    private void layOutRow() {
        double width = Math.floor((getWidth() - 2 * BAR - 3 * GAP - 6) / 4);
        double height = Math.floor(Math.min(width + CAPTION, getHeight() - TITLE));
        Dimension2D sheet = maps.get(0).sheetIn(width, height);
        double x = 0;
        for (int i = 0; i < 4; i++) {
            place(i, x, 0, sheet);
            x += sheet.getWidth() + GAP;
            if (i == 2) {
                scale.resizeRelocate(x - 4, TITLE, BAR, sheet.getHeight());
                x += BAR + 6;
            }
        }
        differenceScale.resizeRelocate(x - 4, TITLE, BAR, sheet.getHeight());
    }

    private void layOutGrid() {
        double rowHeight = Math.floor(getHeight() / 2);
        double width = Math.floor((getWidth() - BAR - GAP) / 2);
        Dimension2D sheet = maps.get(0).sheetIn(width, Math.min(width + CAPTION, rowHeight - TITLE));
        double along = Math.max(sheet.getWidth(), LEAST_CAPTION) + GAP;
        for (int i = 0; i < 4; i++) {
            place(i, i % 2 * along, i / 2 * rowHeight, new Dimension2D(along - GAP, sheet.getHeight()));
        }
        scale.resizeRelocate(2 * along - 4, TITLE, BAR, sheet.getHeight());
        differenceScale.resizeRelocate(2 * along - 4, rowHeight + TITLE, BAR, sheet.getHeight());
    }

    private void place(int which, double x, double y, Dimension2D sheet) {
        titles.get(which).resizeRelocate(x, y, sheet.getWidth(), TITLE - 2);
        maps.get(which).resizeRelocate(x, y + TITLE, sheet.getWidth(), sheet.getHeight() + CAPTION);
    }
}
