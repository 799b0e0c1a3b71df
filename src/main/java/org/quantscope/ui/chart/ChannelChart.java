package org.quantscope.ui.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.text.NumberFormat;
import java.util.function.IntConsumer;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import org.quantscope.analysis.TickSteps;

/**
 * A figure of every channel, or of every layer, as bars. A click selects it; the wheel zooms where there are many,
 * dragging pans, a double click shows all, and hovering reads out.
 */
public abstract sealed class ChannelChart extends Region implements Themed
        permits ChannelErrorChart, HeadroomChart, SensitivityChart, DivergenceChart {
    private static final int TOP = 6;
    private static final double FEWEST_SHOWN = 8;
    private static final BasicStroke DASHED =
            new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {4, 3}, 0);

    final PlotFrame frame = PlotFrame.create(34, TOP, 4, 20);
    final ChartHeader header;
    private final ChartSurface surface = new ChartSurface(this::paint);
    private final Label empty = Faces.label("");
    private final Label bubble = Faces.label("");

    private IntConsumer onSelect = channel -> {};
    private Palette palette = Palette.light();
    private int selected = -1;
    private int channels;
    private double lower;
    private double upper;
    private double panFrom = Double.NaN;
    private boolean panned;

    ChannelChart(String title, String sentence) {
        header = new ChartHeader(title);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(sentence);
        setMinSize(80, 60);
        setPrefSize(390, 150);
        header.setSignDashed(true);
        getChildren().addAll(header, surface, empty, bubble);
        bubble.setVisible(false);
        empty.setId("chart-without");
        empty.setWrapText(true);
        for (Label label : new Label[] {empty, bubble}) {
            label.setManaged(false);
            label.setMouseTransparent(true);
        }
        setOnMouseMoved(this::readOut);
        setOnMouseExited(event -> bubble.setVisible(false));
        setOnMousePressed(event -> {
            panFrom = event.getButton() == MouseButton.PRIMARY ? event.getX() : Double.NaN;
            panned = false;
        });
        setOnMouseDragged(this::pan);
        setOnMouseClicked(this::click);
        setOnScroll(this::zoom);
    }

    /** What a bar's channel is chosen by where several share a bar: the largest shows. One for each channel. */
    abstract double[] heights();

    /** Draws axes and bars. */
    abstract void draw(Graphics2D graphics, int width, int height, AxisMap map);

    /** What the pointer reads at a channel. */
    abstract String reading(int channel);

    /** What the bars stand for, before their number; a figure of channels says {@code channel 3}. */
    String name(int channel) {
        return "channel " + channel;
    }

    /** How the numbers under the bars are written. */
    NumberFormat numbers() {
        return Figures.ticks(1);
    }

    /** Takes the colours of its own bars. */
    abstract void paintLayers(Palette colours);

    /** Leaves so many pixels of the header free for a control, which says what the title would. */
    public void setTitleRoom(double width) {
        header.setTitleRoom(width);
    }

    public void setOnSelect(IntConsumer listener) {
        onSelect = listener;
    }

    @Override
    public void setPalette(Palette newPalette) {
        palette = newPalette;
        frame.setPalette(palette);
        paintLayers(palette);
        header.setPalette(palette, palette.text());
        Faces.style(empty, palette.muted(), false);
        Bubbles.style(bubble, palette);
        refresh();
    }

    /**
     * @param newChannels how many there are now; others than before are all shown
     * @param newSelected the selected channel; negative for none
     * @param without what stands in the place of bars where there are none
     */
    void shown(int newChannels, int newSelected, String without) {
        boolean other = newChannels != channels;
        channels = newChannels;
        selected = newSelected;
        empty.setText(without);
        if (other) {
            fit();
        }
        refresh();
    }

    int selectedBar(ChannelBars bars) {
        return selected < 0 ? -1 : bars.barOf(selected);
    }

    /** A dashed line across the plot at a height given as a share of it. */
    void drawLine(Graphics2D graphics, int width, int height, double share) {
        int bottom = height - frame.bottom();
        int y = (int) Math.rint(bottom - share * (bottom - frame.top()));
        graphics.setPaint(PlotFrame.ink(palette.text()));
        graphics.setStroke(DASHED);
        graphics.drawLine(frame.left(), y, width - frame.right(), y);
    }

    /** How many ticks the vertical axis has room for. */
    int ticks(int height) {
        return Math.max(1, (height - frame.top() - frame.bottom()) / 26);
    }

    private void fit() {
        lower = -0.6;
        upper = channels - 0.4;
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
        empty.setVisible(channels == 0);
        double width = Math.min(empty.prefWidth(-1), getWidth());
        empty.resize(width, empty.prefHeight(width));
        empty.relocate(Math.rint((getWidth() - width) / 2), Math.rint((getHeight() - empty.getHeight()) / 2));
    }

    private boolean hasPlot() {
        return channels > 0 && frame.fits(getWidth(), plotHeight());
    }

    private AxisMap map() {
        return frame.acrossMap(lower, upper, Math.floor(getWidth()));
    }

    private void paint(Graphics2D graphics, int width, int height) {
        if (channels > 0 && frame.fits(width, height)) {
            double step = TickSteps.wholeStep(upper - lower, Math.max(2, (width - frame.left()) / 20));
            PlotFrame.setAxis(frame.across(), lower, upper, step, numbers());
            draw(graphics, width, height, frame.acrossMap(lower, upper, width));
        }
    }

    private int channelAt(double x) {
        AxisMap map = map();
        ChannelBars bars = ChannelBars.of(heights(), map);
        int bar = bars.barOf((int) Math.rint(map.toValue(x)));
        return bar < 0 || x < frame.left() ? -1 : bars.largest()[bar];
    }

    private void click(MouseEvent event) {
        if (!hasPlot() || event.getButton() != MouseButton.PRIMARY || panned || event.getY() < ChartHeader.HEIGHT) {
            return;
        }
        if (event.getClickCount() == 2) {
            fit();
            refresh();
            return;
        }
        int channel = channelAt(event.getX());
        if (channel >= 0) {
            onSelect.accept(channel);
        }
    }

    private void zoom(ScrollEvent event) {
        if (!hasPlot() || event.getDeltaY() == 0) {
            return;
        }
        event.consume();
        showPart(map().zoomed(event.getX(), Math.pow(1.2, -event.getDeltaY() / 40)));
    }

    private void pan(MouseEvent event) {
        if (!hasPlot() || Double.isNaN(panFrom) || !panned && Math.abs(event.getX() - panFrom) < 3) {
            return;
        }
        panned = true;
        showPart(map().panned(event.getX() - panFrom));
        panFrom = event.getX();
    }

    /** Keeps at least a few channels and never shows what lies beyond the first and the last. */
    private void showPart(AxisMap next) {
        double whole = channels + 0.2;
        double extent = Math.min(whole, Math.max(Math.min(whole, FEWEST_SHOWN), next.upper() - next.lower()));
        double middle = (next.lower() + next.upper()) / 2;
        lower = Math.max(-0.6, Math.min(channels - 0.4 - extent, middle - extent / 2));
        upper = lower + extent;
        refresh();
    }

    private void readOut(MouseEvent event) {
        int channel = hasPlot() ? channelAt(event.getX()) : -1;
        Bubbles.show(bubble, channel < 0 ? "" : name(channel) + " · " + reading(channel),
                event.getX(), event.getY(), this);
    }
}
