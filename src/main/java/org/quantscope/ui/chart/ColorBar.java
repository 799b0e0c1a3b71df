package org.quantscope.ui.chart;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.CycleMethod;
import javafx.scene.paint.LinearGradient;
import javafx.scene.paint.Stop;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.StrokeType;

/** The scale of a heat map: its colours from low (below) to high, with the values of both ends and of the middle. */
public final class ColorBar extends Region implements Themed {
    private static final double BAR = 8;
    private static final double LINE = 14;

    private final Rectangle bar = new Rectangle();
    private final Label highest = Faces.label("");
    private final Label middle = Faces.label("");
    private final Label lowest = Faces.label("");
    private Palette palette = Palette.light();
    private MapScale scale = MapScale.UNIT;

    public ColorBar() {
        setMinSize(BAR + 4, 24);
        setPrefSize(40, 170);
        bar.setStrokeType(StrokeType.INSIDE);
        getChildren().addAll(bar, highest, middle, lowest);
        getChildren().forEach(child -> child.setManaged(false));
        setPalette(palette);
    }

    public void setScale(MapScale newScale) {
        scale = newScale;
        refresh();
    }

    @Override
    public void setPalette(Palette newPalette) {
        palette = newPalette;
        for (Label label : List.of(highest, middle, lowest)) {
            Faces.style(label, palette.muted(), false);
        }
        refresh();
    }

    private void refresh() {
        List<Color> colors = scale.ramp(palette).stops();
        List<Stop> stops = new ArrayList<>(colors.size());
        for (int i = 0; i < colors.size(); i++) {
            stops.add(new Stop(i / (colors.size() - 1.0), colors.get(i)));
        }
        bar.setFill(new LinearGradient(0, 1, 0, 0, true, CycleMethod.NO_CYCLE, stops));
        bar.setStroke(palette.border());
        highest.setText(Figures.brief(scale.high()));
        middle.setText(Figures.brief((scale.low() + scale.high()) / 2));
        lowest.setText(Figures.brief(scale.low()));
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double height = Math.floor(getHeight());
        bar.setWidth(BAR);
        bar.setHeight(height);
        place(highest, 0, height >= LINE);
        place(middle, (height - LINE) / 2, height >= 4 * LINE);
        place(lowest, height - LINE, height >= 2 * LINE);
    }

    private void place(Label label, double top, boolean fits) {
        label.autosize();
        label.setVisible(fits);
        label.relocate(BAR + 5, Math.rint(top - (label.getHeight() - LINE) / 2));
    }
}
