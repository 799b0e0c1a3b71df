package org.quantscope.ui.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.util.function.IntConsumer;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;

/**
 * The error of every channel as bars, with the layer's as a dashed line. A click selects the channel; the wheel zooms
 * where there are many, dragging pans, a double click shows all.
 */
public final class ChannelErrorChart extends Region implements Themed {
    private static final int TOP = 6;
    private static final double FEWEST_SHOWN = 8;
    private static final BasicStroke DASHED =
            new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {4, 3}, 0);

    private final PlotFrame frame = PlotFrame.create(34, TOP, 4, 20);
    private final int barLayer = frame.addBars();
    private final int selectedLayer = frame.addBars();
    private final ChartHeader header = new ChartHeader("Error per channel");
    private final ChartSurface surface = new ChartSurface(this::paint);
    private final Label empty = Faces.label("No outputs to compare yet");
    private final Label bubble = Faces.label("");

    private IntConsumer onSelect = channel -> {};
    private Palette palette = Palette.light();
    private double[] errors = {};
    private double layerError = Double.NaN;
    private int selected = -1;
    private double lower;
    private double upper;
    private double panFrom = Double.NaN;
    private boolean panned;

    public ChannelErrorChart() {
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText("Error of every channel");
        setMinSize(80, 60);
        setPrefSize(390, 150);
        header.setSignDashed(true);
        getChildren().addAll(header, surface, empty, bubble);
        bubble.setVisible(false);
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
        setPalette(palette);
    }

    /**
     * @param newErrors one for each channel, copied; empty shows that there are none yet
     * @param newLayerError the same figure over all channels; NaN draws no line
     * @param newSelected the selected channel; negative for none
     * @param note what the figure is: "rms of fake − float"
     */
    public void show(double[] newErrors, double newLayerError, int newSelected, String note) {
        boolean otherLayer = newErrors.length != errors.length;
        errors = newErrors.clone();
        layerError = newLayerError;
        selected = newSelected;
        header.setNote(errors.length == 0 ? "" : note);
        header.setKey(errors.length == 0 || Double.isNaN(layerError) ? "" : "layer " + layerText());
        if (otherLayer) {
            fit();
        }
        refresh();
    }

    private String layerText() {
        return layerError >= 0.01 && layerError < 1000 ? Figures.fixed(layerError, 3) : Figures.value(layerError);
    }

    public void setOnSelect(IntConsumer listener) {
        onSelect = listener;
    }

    @Override
    public void setPalette(Palette newPalette) {
        palette = newPalette;
        frame.setPalette(palette);
        frame.paintLayer(barLayer, palette.otherBars());
        frame.paintLayer(selectedLayer, palette.accentText());
        header.setPalette(palette, palette.text());
        Faces.style(empty, palette.muted(), false);
        Bubbles.style(bubble, palette);
        refresh();
    }

    private void fit() {
        lower = -0.6;
        upper = errors.length - 0.4;
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
        empty.setVisible(errors.length == 0);
        empty.autosize();
        empty.relocate(Math.rint((getWidth() - empty.getWidth()) / 2), Math.rint((getHeight() - 14) / 2));
    }

    private boolean shown() {
        return errors.length > 0 && frame.fits(getWidth(), plotHeight());
    }

    private AxisMap map() {
        return frame.acrossMap(lower, upper, Math.floor(getWidth()));
    }

    private void paint(Graphics2D graphics, int width, int height) {
        if (errors.length == 0 || !frame.fits(width, height)) {
            return;
        }
        AxisMap map = frame.acrossMap(lower, upper, width);
        ChannelBars bars = ChannelBars.of(errors, map);
        double largest = Double.isFinite(layerError) ? layerError : 0;
        for (double value : errors) {
            largest = Double.isFinite(value) ? Math.max(largest, value) : largest;
        }
        int ticks = Math.max(1, (height - frame.top() - frame.bottom()) / 26);
        double top = largest > 0 ? largest * 1.06 : 1;
        double upStep = TickSteps.step(top, ticks);
        double acrossStep = TickSteps.wholeStep(upper - lower, Math.max(2, (width - frame.left()) / 20));
        PlotFrame.setAxis(frame.across(), lower, upper, acrossStep, Figures.ticks(1));
        PlotFrame.setAxis(frame.up(), 0, top, upStep, Figures.ticks(upStep));
        int own = selected < 0 ? -1 : bars.barOf(selected);
        frame.plot().setDataset(barLayer, bars.rectangles(map, own, false));
        frame.plot().setDataset(selectedLayer, bars.rectangles(map, own, true));
        frame.draw(graphics, width, height);
        if (Double.isFinite(layerError)) {
            int bottom = height - frame.bottom();
            int y = (int) Math.rint(bottom - layerError / top * (bottom - frame.top()));
            graphics.setPaint(PlotFrame.ink(palette.text()));
            graphics.setStroke(DASHED);
            graphics.drawLine(frame.left(), y, width - frame.right(), y);
        }
    }

    private int channelAt(double x) {
        AxisMap map = map();
        ChannelBars bars = ChannelBars.of(errors, map);
        int bar = bars.barOf((int) Math.rint(map.toValue(x)));
        return bar < 0 || x < frame.left() ? -1 : bars.largest()[bar];
    }

    private void click(MouseEvent event) {
        if (!shown() || event.getButton() != MouseButton.PRIMARY || panned || event.getY() < ChartHeader.HEIGHT) {
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
        if (!shown() || event.getDeltaY() == 0) {
            return;
        }
        event.consume();
        showPart(map().zoomed(event.getX(), Math.pow(1.2, -event.getDeltaY() / 40)));
    }

    private void pan(MouseEvent event) {
        if (!shown() || Double.isNaN(panFrom) || !panned && Math.abs(event.getX() - panFrom) < 3) {
            return;
        }
        panned = true;
        showPart(map().panned(event.getX() - panFrom));
        panFrom = event.getX();
    }

    /** Keeps at least a few channels and never shows what lies beyond the first and the last. */
    private void showPart(AxisMap next) {
        double whole = errors.length + 0.2;
        double extent = Math.min(whole, Math.max(Math.min(whole, FEWEST_SHOWN), next.upper() - next.lower()));
        double middle = (next.lower() + next.upper()) / 2;
        lower = Math.max(-0.6, Math.min(errors.length - 0.4 - extent, middle - extent / 2));
        upper = lower + extent;
        refresh();
    }

    private void readOut(MouseEvent event) {
        int channel = shown() ? channelAt(event.getX()) : -1;
        String text = channel < 0 ? "" : "channel " + channel + " · " + Figures.value(errors[channel]);
        Bubbles.show(bubble, text, event.getX(), event.getY(), this);
    }
}
