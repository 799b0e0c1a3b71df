package org.quantscope.ui.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.quantscope.analysis.TickSteps;

/**
 * The answers of the float and the quantized network as pairs of bars, one for each class: pale before, strong after, and
 * red where the quantized network now answers something else.
 */
public final class AnswerChart extends Region implements Themed {
    private static final int LEFT = 44;
    private static final int RIGHT = 6;
    private static final int TOP = 18;
    private static final int BOTTOM = 22;
    private static final double PAIR = 0.72;
    private static final double FIGURES_FROM = 76;
    private static final double TEXT_GAP = 4;

    private final PlotFrame frame = PlotFrame.create(LEFT, TOP, RIGHT, BOTTOM);
    private final int beforeLayer = frame.addBars();
    private final int afterLayer = frame.addBars();
    private final int wrongLayer = frame.addBars();
    private final ChartSurface surface = new ChartSurface(this::paint);
    private final Label empty = Faces.label("");
    private final Label bubble = Faces.label("");
    private Palette palette = Palette.light();
    private AnswerBars bars = AnswerBars.NONE;

    /** The vertical axis on the screen, whose values grow upwards. */
    private record Upright(double lower, double upper, int bottom) {
        int y(double value) {
            return (int) Math.rint(bottom - (value - lower) / (upper - lower) * (bottom - TOP));
        }
    }

    public AnswerChart() {
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinSize(160, 90);
        setPrefSize(600, 260);
        frame.across().setTickLabelsVisible(false);
        frame.across().setAxisLineVisible(false); // the line at zero is drawn, which may be elsewhere
        getChildren().addAll(surface, empty, bubble);
        bubble.setVisible(false);
        for (Label label : new Label[] {empty, bubble}) {
            label.setManaged(false);
            label.setMouseTransparent(true);
        }
        setOnMouseMoved(this::readOut);
        setOnMouseExited(event -> bubble.setVisible(false));
        show(AnswerBars.NONE, "No answer yet");
        setPalette(palette);
    }

    /** @param without what stands in the place of bars where there are none */
    public void show(AnswerBars newBars, String without) {
        bars = newBars;
        empty.setText(without);
        setAccessibleText(words());
        surface.requestPaint();
        requestLayout();
    }

    @Override
    public void setPalette(Palette newPalette) {
        palette = newPalette;
        frame.setPalette(palette);
        frame.paintLayer(beforeLayer, palette.beforeFill());
        frame.paintLayer(afterLayer, palette.after());
        frame.paintLayer(wrongLayer, palette.overflowLine());
        Faces.style(empty, palette.muted(), false);
        Bubbles.style(bubble, palette);
        surface.requestPaint();
    }

    @Override
    protected void layoutChildren() {
        surface.resizeRelocate(0, 0, getWidth(), getHeight());
        empty.setVisible(count() == 0);
        empty.autosize();
        empty.relocate(Math.rint((getWidth() - empty.getWidth()) / 2), Math.rint((getHeight() - 14) / 2));
    }

    private int count() {
        return bars.classes().size();
    }

    private AxisMap map(double width) {
        return frame.acrossMap(-0.5, count() - 0.5, width);
    }

    private void paint(Graphics2D graphics, int width, int height) {
        if (count() == 0 || !frame.fits(width, height)) {
            return;
        }
        AxisMap map = map(width);
        double low = bars.shares() ? 0 : Math.min(0, extreme(-1));
        double high = bars.shares() ? 1 : Math.max(0, extreme(1));
        double extent = high > low ? high - low : 1;
        double room = bars.shares() ? 0 : 0.06 * extent;
        double step = TickSteps.step(extent, Math.max(2, (height - TOP - BOTTOM) / 60));
        PlotFrame.setAxis(frame.across(), map.lower(), map.upper(), 1, Figures.ticks(1));
        PlotFrame.setAxis(frame.up(), low < 0 ? low - room : 0, high + room, step,
                bars.shares() ? Figures.relabelled(share -> Figures.fixed(100 * share, 0) + " %") : Figures.ticks(step));
        int wrong = bars.changed() ? bars.bestAfter() : -1;
        frame.plot().setDataset(beforeLayer, rectangles(map, bars.before(), 0, -1, false));
        frame.plot().setDataset(afterLayer, rectangles(map, bars.after(), 1, wrong, false));
        frame.plot().setDataset(wrongLayer, rectangles(map, bars.after(), 1, wrong, true));
        frame.draw(graphics, width, height);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(Faces.drawn(Faces.SMALL));
        Upright up = new Upright(frame.up().getLowerBound(), frame.up().getUpperBound(), height - BOTTOM);
        graphics.setPaint(PlotFrame.ink(palette.boxLine()));
        graphics.drawLine(LEFT, up.y(0), width - RIGHT, up.y(0));
        for (int at = 0; at < count(); at++) {
            drawName(graphics, map, at, height);
            if (1 / map.unitsPerPixel() >= FIGURES_FROM) {
                drawFigure(graphics, map, up, at, bars.before(), 0, palette.muted());
                drawFigure(graphics, map, up, at, bars.after(), 1, at == wrong ? palette.bad() : palette.text());
            }
        }
    }

    private double extreme(int sign) {
        double most = 0;
        for (double[] values : new double[][] {bars.before(), bars.after()}) {
            for (double value : values) {
                most = Double.isFinite(value) ? Math.max(most, sign * value) : most;
            }
        }
        return sign * most;
    }

    private Bars rectangles(AxisMap map, double[] values, int side, int own, boolean alone) {
        int count = values.length == 0 ? 0 : alone ? own < 0 ? 0 : 1 : values.length - (own < 0 ? 0 : 1);
        double[] left = new double[count];
        double[] right = new double[count];
        double[] bottom = new double[count];
        double[] top = new double[count];
        int at = 0;
        for (int i = 0; i < values.length; i++) {
            if ((i == own) == alone) {
                double value = Double.isFinite(values[i]) ? values[i] : 0;
                left[at] = map.snap(left(i, side));
                right[at] = Math.max(left[at] + map.unitsPerPixel(), map.snap(left(i, side) + PAIR / 2))
                        - (side == 0 ? map.unitsPerPixel() : 0);
                bottom[at] = Math.min(0, value);
                top[at++] = Math.max(0, value);
            }
        }
        return new Bars(left, right, bottom, top, false);
    }

    private static double left(int place, int side) {
        return place - PAIR / 2 + side * PAIR / 2;
    }

    private void drawName(Graphics2D graphics, AxisMap map, int at, int height) {
        double room = 1 / map.unitsPerPixel() - TEXT_GAP;
        String name = DrawnText.shortened(graphics, bars.classes().get(at), room);
        boolean wrong = bars.changed() && at == bars.bestAfter();
        boolean best = at == bars.bestBefore();
        Color ink = wrong ? palette.bad() : best ? palette.text() : palette.muted();
        DrawnText.centred(graphics, name, map.toPixel(at), height - BOTTOM + 15, PlotFrame.ink(ink));
    }

    private void drawFigure(
            Graphics2D graphics, AxisMap map, Upright up, int at, double[] values, int side, Color ink) {
        if (values.length == 0) {
            return;
        }
        int y = up.y(values[at]) + (values[at] < 0 ? 12 : -4);
        double shift = side == 0 ? -1 : 1; // a little apart, where both figures are wide
        DrawnText.centred(graphics, figure(values[at]), map.toPixel(left(at, side) + PAIR / 4) + shift,
                Math.max(TOP - 4, y), PlotFrame.ink(ink));
    }

    private String figure(double value) {
        return bars.shares() ? Figures.fixed(100 * value, 1) : Figures.fixed(value, 2);
    }

    private String reading(int at) {
        String unit = bars.shares() ? " %" : "";
        return bars.classes().get(at) + " · float " + figure(bars.before()[at]) + unit
                + (bars.hasAfter() ? " · quantized " + figure(bars.after()[at]) + unit : "");
    }

    private String words() {
        StringBuilder text = new StringBuilder("Answers of the network.");
        for (int at = 0; at < count(); at++) {
            text.append(' ').append(reading(at)).append('.');
        }
        return text.toString();
    }

    private void readOut(MouseEvent event) {
        int at = count() == 0 || !frame.fits(getWidth(), getHeight())
                ? -1
                : (int) Math.rint(map(getWidth()).toValue(event.getX()));
        boolean on = at >= 0 && at < count() && event.getX() >= LEFT;
        Bubbles.show(bubble, on ? reading(at) : "", event.getX(), event.getY(), this);
    }
}
