package org.quantscope.ui.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.text.NumberFormat;
import javafx.scene.paint.Color;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYDataset;

/**
 * A JFreeChart plot with two number axes and bare margins of known size, in the colours of a palette. Nobody listens to
 * its events; whoever owns it draws it.
 *
 * @param left room for the labels of the vertical axis, in pixels
 * @param top room above
 * @param right room at the right
 * @param bottom room for the labels of the horizontal axis
 */
record PlotFrame(XYPlot plot, JFreeChart chart, int left, int top, int right, int bottom) {
    private static final int SMALLEST = 16;

    static PlotFrame create(int left, int top, int right, int bottom) {
        NumberAxis across = axis();
        NumberAxis up = axis();
        up.setAxisLineVisible(false);
        XYPlot plot = new XYPlot(null, across, up, null);
        plot.setNotify(false);
        plot.setInsets(new RectangleInsets(top, 0, 0, right));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        AxisSpace leftSpace = new AxisSpace();
        leftSpace.setLeft(left);
        plot.setFixedRangeAxisSpace(leftSpace);
        AxisSpace bottomSpace = new AxisSpace();
        bottomSpace.setBottom(bottom);
        plot.setFixedDomainAxisSpace(bottomSpace);
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        JFreeChart chart = new JFreeChart(null, null, plot, false);
        chart.setBackgroundPaint(null);
        chart.setPadding(RectangleInsets.ZERO_INSETS);
        chart.setBorderVisible(false);
        // Everything here is upright or level: hard edges are whole pixels, only text is smoothed.
        chart.setAntiAlias(false);
        chart.getRenderingHints()
                .put(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        chart.getRenderingHints()
                .put(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        return new PlotFrame(plot, chart, left, top, right, bottom);
    }

    private static NumberAxis axis() {
        NumberAxis axis = new NumberAxis();
        axis.setAutoRange(false);
        axis.setAutoTickUnitSelection(false);
        axis.setTickMarksVisible(false);
        axis.setTickLabelFont(Faces.drawn(Faces.SMALL));
        return axis;
    }

    NumberAxis across() {
        return (NumberAxis) plot.getDomainAxis();
    }

    NumberAxis up() {
        return (NumberAxis) plot.getRangeAxis();
    }

    /** Adds a layer of bars above the others and returns its index. */
    int addBars() {
        XYBarRenderer renderer = new XYBarRenderer(0);
        renderer.setBarPainter(new StandardXYBarPainter());
        renderer.setShadowVisible(false);
        renderer.setDrawBarOutline(false);
        renderer.setUseYInterval(true);
        return addLayer(renderer, Bars.EMPTY);
    }

    /** Adds a layer of lines above the others and returns its index. */
    int addLines() {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        return addLayer(renderer, Outline.EMPTY);
    }

    private int addLayer(XYItemRenderer renderer, XYDataset data) {
        int layer = plot.getDataset(0) == null ? 0 : plot.getDatasetCount();
        plot.setDataset(layer, data);
        plot.setRenderer(layer, renderer);
        return layer;
    }

    void paintLayer(int layer, Color color) {
        plot.getRenderer(layer).setDefaultPaint(ink(color));
        plot.getRenderer(layer).setSeriesPaint(0, ink(color));
    }

    void setPalette(Palette palette) {
        plot.setRangeGridlinePaint(ink(palette.grid()));
        for (NumberAxis axis : new NumberAxis[] {across(), up()}) {
            axis.setTickLabelPaint(ink(palette.muted()));
            axis.setAxisLinePaint(ink(palette.boxLine()));
        }
    }

    static void setAxis(NumberAxis axis, double lower, double upper, double step, NumberFormat labels) {
        axis.setRange(lower, upper);
        axis.setTickUnit(new NumberTickUnit(step));
        axis.setNumberFormatOverride(labels);
    }

    /** Whether there is room for a plot inside a surface of this size. */
    boolean fits(double width, double height) {
        return width - left - right >= SMALLEST && height - top - bottom >= SMALLEST;
    }

    AxisMap acrossMap(double lower, double upper, double width) {
        return new AxisMap(lower, upper, left, Math.max(left + 1, width - right));
    }

    void draw(Graphics2D graphics, int width, int height) {
        chart.draw(graphics, new Rectangle(width, height));
    }

    static java.awt.Color ink(Color color) {
        return new java.awt.Color(ColorRamp.argb(color), true);
    }
}
