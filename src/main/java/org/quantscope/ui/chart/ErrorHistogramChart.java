package org.quantscope.ui.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.quantscope.analysis.ErrorHistogram;
import org.quantscope.analysis.TickSteps;

/** How a difference of two outputs is spread, all channels as bars and the selected channel as dashes. */
public final class ErrorHistogramChart extends Region implements Themed {
    private static final int TOP = 6;
    private static final double DASH_PIXELS = 2;

    private final PlotFrame frame = PlotFrame.create(34, TOP, 4, 20);
    private final int barLayer = frame.addBars();
    private final int dashLayer = frame.addBars();
    private final ChartHeader header = new ChartHeader("Error histogram");
    private final ChartSurface surface = new ChartSurface(this::paint);
    private final Label empty = Faces.label("No outputs to compare yet");
    private final Label bubble = Faces.label("");

    private Palette palette = Palette.light();
    private ErrorHistogram histogram;
    private int channel;
    private CountScale scale = CountScale.LOG;
    private double colourLimit = Double.NaN;

    public ErrorHistogramChart() {
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText("Histogram of the difference between two outputs");
        setMinSize(80, 60);
        setPrefSize(390, 150);
        getChildren().addAll(header, surface, empty, bubble);
        bubble.setVisible(false);
        for (Label label : new Label[] {empty, bubble}) {
            label.setManaged(false);
            label.setMouseTransparent(true);
        }
        setOnMouseMoved(this::readOut);
        setOnMouseExited(event -> bubble.setVisible(false));
        setPalette(palette);
    }

    /**
     * @param newHistogram null shows that there is none yet
     * @param newChannel the channel of {@code newHistogram.channelCounts()}
     */
    public void show(ErrorHistogram newHistogram, int newChannel) {
        histogram = newHistogram;
        channel = newChannel;
        write();
        refresh();
    }

    public void setCountScale(CountScale newScale) {
        scale = newScale;
        write();
        refresh();
    }

    /** The magnitude of the strongest colour, as the difference map beside it has it; NaN takes the largest error. */
    public void setColourLimit(double limit) {
        colourLimit = limit;
        refresh();
    }

    @Override
    public void setPalette(Palette newPalette) {
        palette = newPalette;
        frame.setPalette(palette);
        frame.paintLayer(dashLayer, palette.text());
        header.setPalette(palette, palette.text());
        Faces.style(empty, palette.muted(), false);
        Bubbles.style(bubble, palette);
        refresh();
    }

    private void write() {
        header.setNote(histogram == null
                ? ""
                : "all " + Figures.count(histogram.total()) + " values" + (scale == CountScale.LOG ? ", log count" : ""));
        header.setKey(histogram == null ? "" : "channel " + channel);
    }

    private void refresh() {
        surface.requestPaint();
        requestLayout();
    }

    private double plotHeight() {
        return Math.max(0, getHeight() - ChartHeader.HEIGHT);
    }

    @Override
    protected void layoutChildren() {
        header.resizeRelocate(0, 0, getWidth(), ChartHeader.HEIGHT);
        surface.resizeRelocate(0, ChartHeader.HEIGHT, getWidth(), plotHeight());
        empty.setVisible(histogram == null);
        empty.autosize();
        empty.relocate(Math.rint((getWidth() - empty.getWidth()) / 2), Math.rint((getHeight() - 14) / 2));
    }

    private AxisMap map(double width) {
        double extent = histogram.extent() * 1.1;
        return frame.acrossMap(-extent, extent, width);
    }

    private void paint(Graphics2D graphics, int width, int height) {
        if (histogram == null || !frame.fits(width, height)) {
            return;
        }
        AxisMap map = map(width);
        int largest = 1;
        for (int count : histogram.counts()) {
            largest = Math.max(largest, count);
        }
        int ticks = Math.max(1, (height - frame.top() - frame.bottom()) / 26);
        double top = scale.top(largest, ticks);
        double step = TickSteps.step(map.upper() - map.lower(), Math.max(2, width / 60));
        PlotFrame.setAxis(frame.across(), map.lower(), map.upper(), step, Figures.ticks(step));
        PlotFrame.setAxis(frame.up(), scale.floor(), top, scale.step(top, ticks),
                scale == CountScale.LOG ? Figures.powersOfTen() : Figures.counts());
        double limit = Double.isNaN(colourLimit) ? histogram.extent() : colourLimit;
        double dash = DASH_PIXELS * (top - scale.floor()) / (height - frame.top() - frame.bottom());
        ErrorBars shapes = ErrorBars.of(
                histogram, map, scale, palette.differenceMap(), limit, ColorRamp.argb(palette.otherBars()), dash);
        XYItemRenderer renderer = frame.plot().getRenderer(barLayer);
        for (int i = 0; i < shapes.colors().length; i++) {
            renderer.setSeriesPaint(i, new Color(shapes.colors()[i]));
        }
        frame.plot().setDataset(barLayer, shapes.bars());
        frame.plot().setDataset(dashLayer, shapes.marks());
        frame.draw(graphics, width, height);
    }

    private void readOut(MouseEvent event) {
        String text = "";
        if (histogram != null && frame.fits(getWidth(), plotHeight())) {
            double value = map(getWidth()).toValue(event.getX());
            int middle = histogram.counts().length / 2;
            int bin = middle + (int) Math.rint(value / histogram.binWidth());
            if (bin >= 0 && bin < histogram.counts().length && histogram.counts()[bin] > 0) {
                text = Figures.value(histogram.centre(bin)) + " · " + Figures.count(histogram.counts()[bin])
                        + " values, channel " + channel + ": " + Figures.count(histogram.channelCounts()[bin]);
            }
        }
        Bubbles.show(bubble, text, event.getX(), event.getY(), this);
    }
}
