package org.quantscope.ui.chart;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.shape.Line;

/** What the curves of the divergence stand for. */
public final class DivergenceLegend extends HBox implements Themed {
    private static final double SIGN = 14;

    private final Label fakeQuant = Faces.label("fake-quant from float");
    private final Label integer = Faces.label("integer from fake-quant");
    private final Line fakeQuantSign = sign();
    private final Line integerSign = sign();

    public DivergenceLegend() {
        super(6);
        getChildren().setAll(fakeQuantSign, fakeQuant, gap(), integerSign, integer);
        setAlignment(Pos.CENTER_RIGHT);
        setPalette(Palette.light());
    }

    @Override
    public void setPalette(Palette palette) {
        Faces.style(fakeQuant, palette.muted(), false);
        Faces.style(integer, palette.muted(), false);
        fakeQuantSign.setStroke(DivergenceChart.fakeQuantInk(palette));
        integerSign.setStroke(DivergenceChart.integerInk(palette));
    }

    private static Line sign() {
        Line line = new Line(0, 0, SIGN, 0);
        line.setStrokeWidth(2);
        return line;
    }

    private static HBox gap() {
        HBox gap = new HBox();
        gap.setMinWidth(8);
        return gap;
    }
}
