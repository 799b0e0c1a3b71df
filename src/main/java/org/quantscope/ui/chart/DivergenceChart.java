package org.quantscope.ui.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.text.NumberFormat;
import javafx.scene.paint.Color;
import org.quantscope.analysis.TickSteps;

/**
 * How far the fake-quant network is from the float one behind every layer, and the integer network from the fake-quant
 * one: two curves over a logarithmic axis. Where two networks are equal, a hollow dot stands on the axis.
 */
public final class DivergenceChart extends ChannelChart {
    private static final int MOST_DECADES = 9;
    private static final BasicStroke LINE = new BasicStroke(1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final double DOT = 3;
    private static final double DOTS_FROM = 7;

    private Palette palette = Palette.light();
    private DivergenceCurves curves = DivergenceCurves.NONE;
    private double[] reach = {};
    private int selectedLayer = -1;
    private int floor = -1;
    private int decades = 1;

    public DivergenceChart() {
        super("Divergence by depth", "How far the networks are apart behind every layer");
        frame.addBars(); // always empty: JFreeChart draws a grid only beside data
        show(DivergenceCurves.NONE, -1, "Not compared yet");
        setPalette(Palette.light());
    }

    /**
     * @param newSelected place of the layer in focus; negative for none
     * @param without what stands in the place of curves where there are none
     */
    public void show(DivergenceCurves newCurves, int newSelected, String without) {
        curves = newCurves;
        selectedLayer = newSelected;
        reach = new double[curves.size()];
        double smallest = Double.POSITIVE_INFINITY;
        double largest = 0;
        for (double[] values : new double[][] {curves.fakeQuant(), curves.integer()}) {
            for (double value : values) {
                if (value > 0 && Double.isFinite(value)) {
                    smallest = Math.min(smallest, value);
                    largest = Math.max(largest, value);
                }
            }
        }
        int top = largest > 0 ? (int) Math.ceil(Math.log10(largest) + 1e-9) : 0;
        int bottom = largest > 0 ? (int) Math.floor(Math.log10(smallest) - 0.1) : -1;
        floor = Math.max(top - MOST_DECADES, Math.min(bottom, top - 1));
        decades = top - floor;
        for (int layer = 0; layer < reach.length; layer++) {
            reach[layer] = Math.max(0.01, height(curves.fakeQuant()[layer]));
        }
        header.setNote(curves.size() == 0 ? "" : "relative difference, rms");
        shown(curves.size(), newSelected, without);
    }

    /** Decades above the axis; 0 on it. */
    private double height(double value) {
        return value > 0 ? Math.max(0.02 * decades, Math.min(decades, Math.log10(value) - floor)) : 0;
    }

    @Override
    void paintLayers(Palette colours) {
        palette = colours;
    }

    @Override
    double[] heights() {
        return reach;
    }

    @Override
    String name(int layer) {
        return (layer + 1) + " " + curves.names().get(layer);
    }

    @Override
    String reading(int layer) {
        return curves.readings().get(layer);
    }

    @Override
    NumberFormat numbers() {
        return Figures.relabelled(place -> Long.toString((long) Math.rint(place) + 1));
    }

    @Override
    void draw(Graphics2D graphics, int width, int height, AxisMap map) {
        double step = TickSteps.wholeStep(decades, ticks(height));
        PlotFrame.setAxis(frame.up(), 0, decades, step,
                Figures.relabelled(at -> SensitivityChart.power(floor + (int) Math.rint(at))));
        int bottom = height - frame.bottom();
        if (selectedLayer >= 0 && map.shows(selectedLayer)) {
            int left = (int) Math.rint(map.toPixel(Math.max(map.lower(), selectedLayer - 0.5)));
            int right = (int) Math.rint(map.toPixel(Math.min(map.upper(), selectedLayer + 0.5)));
            graphics.setPaint(PlotFrame.ink(palette.selection()));
            graphics.fillRect(left, frame.top(), Math.max(2, right - left), bottom - frame.top());
        }
        frame.draw(graphics, width, height);
        Graphics2D lines = (Graphics2D) graphics.create();
        try {
            lines.clipRect(frame.left() - 4, 0, width - frame.left() - frame.right() + 8, height);
            lines.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            lines.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            double tall = (bottom - frame.top()) / (double) decades;
            drawCurve(lines, map, curves.fakeQuant(), bottom, tall, fakeQuantInk(palette));
            drawCurve(lines, map, curves.integer(), bottom, tall, integerInk(palette));
        } finally {
            lines.dispose();
        }
    }

    private void drawCurve(Graphics2D graphics, AxisMap map, double[] values, int bottom, double tall, Color ink) {
        graphics.setPaint(PlotFrame.ink(ink));
        graphics.setStroke(LINE);
        Path2D path = new Path2D.Double();
        boolean joined = false;
        for (int layer = 0; layer < values.length; layer++) {
            if (Double.isNaN(values[layer])) {
                joined = false;
                continue;
            }
            double x = map.toPixel(layer);
            double y = bottom - height(values[layer]) * tall;
            if (joined) {
                path.lineTo(x, y);
            } else {
                path.moveTo(x, y);
            }
            joined = true;
        }
        graphics.draw(path);
        for (int layer = 0; layer < values.length; layer++) {
            boolean alone = !compared(values, layer - 1) && !compared(values, layer + 1);
            if (compared(values, layer) && (1 / map.unitsPerPixel() >= DOTS_FROM || alone)) {
                dot(graphics, map.toPixel(layer), bottom - height(values[layer]) * tall, values[layer] > 0, ink);
            }
        }
    }

    private static boolean compared(double[] values, int layer) {
        return layer >= 0 && layer < values.length && !Double.isNaN(values[layer]);
    }

    private void dot(Graphics2D graphics, double x, double y, boolean full, Color ink) {
        Ellipse2D circle = new Ellipse2D.Double(x - DOT, y - DOT, 2 * DOT, 2 * DOT);
        graphics.setPaint(PlotFrame.ink(full ? ink : palette.pane()));
        graphics.fill(circle);
        graphics.setPaint(PlotFrame.ink(ink));
        graphics.draw(circle);
    }

    static Color fakeQuantInk(Palette palette) {
        return palette.beforeLine();
    }

    static Color integerInk(Palette palette) {
        return palette.underflowLine();
    }
}
