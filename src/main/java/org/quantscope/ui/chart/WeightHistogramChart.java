package org.quantscope.ui.chart;

import java.awt.Graphics2D;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.ui.RectangleInsets;
import org.quantscope.analysis.HistogramAxis;
import org.quantscope.analysis.TickSteps;
import org.quantscope.analysis.WeightHistogram;

/**
 * The weights before and after quantization, with the clipping range and the zero line to take hold of. The wheel zooms,
 * dragging the background pans, a double click shows everything again. The horizontal axis stands still while a handle
 * moves, and the counts' axis then only grows.
 */
public final class WeightHistogramChart extends Region implements Themed {
    private static final int TOP = (int) AxisHandle.TAG_HEIGHT + 5;
    private static final int TICK_MARK = 6;
    private static final double LEVEL_REACH = 3;

    private final PlotFrame frame = PlotFrame.create(34, TOP, 12, 28);
    private final int keptLayer = frame.addBars();
    private final int underflowLayer = frame.addBars();
    private final int overflowLayer = frame.addBars();
    private final int keptLine = frame.addLines();
    private final int underflowLine = frame.addLines();
    private final int overflowLine = frame.addLines();
    private final int levelLayer = frame.addBars();
    private final int capLayer = frame.addBars();

    private final ChartSurface surface = new ChartSurface(this::paint);
    private final RangeHandles handles = new RangeHandles();
    private final MethodTicks methods = new MethodTicks();
    private final Label clippedLow = Faces.label("");
    private final Label clippedHigh = Faces.label("");
    private final Label empty = Faces.label("No weights to show yet");
    private final Label bubble = Faces.label("");

    private Palette palette = Palette.light();
    private WeightHistogram histogram;
    private ClipState clip;
    private CountScale scale = CountScale.LINEAR;
    private WeightHistogram.Span view = new WeightHistogram.Span(-1, 1);
    private boolean fitted = true;
    private int largestCount = 1;
    private double panFrom = Double.NaN;
    private String counted = "weight";

    public WeightHistogramChart() {
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText("Weights before and after quantization");
        setMinSize(120, 90);
        setPrefSize(790, 200);
        getChildren().addAll(surface, clippedLow, clippedHigh, empty, bubble);
        getChildren().add(methods);
        getChildren().addAll(handles.nodes());
        for (Node label : new Node[] {clippedLow, clippedHigh, empty, bubble}) {
            label.setManaged(false);
            label.setMouseTransparent(true);
        }
        bubble.setVisible(false);
        setOnScroll(this::zoom);
        setOnMousePressed(event -> panFrom = event.getButton() == MouseButton.PRIMARY ? event.getX() : Double.NaN);
        setOnMouseDragged(this::pan);
        setOnMouseReleased(event -> panFrom = Double.NaN);
        setOnMouseMoved(this::readOut);
        setOnMouseExited(event -> hide());
        setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
                fit();
            }
        });
        // The marks of the selected channel's weights stand between the axis and its numbers.
        frame.across().setTickLabelInsets(new RectangleInsets(TICK_MARK + 4.0, 4, 2, 4));
        setPalette(palette);
    }

    /**
     * Shows a histogram.
     *
     * @param newHistogram null shows that there is none yet
     * @param newClip the range that the handles take hold of; null: no handles
     */
    public void show(WeightHistogram newHistogram, ClipState newClip) {
        boolean sameAxis = histogram != null && newHistogram != null && histogram.axis() == newHistogram.axis();
        histogram = newHistogram;
        clip = newHistogram == null ? null : newClip;
        handles.setState(clip, histogram == null ? HistogramAxis.VALUES : histogram.axis());
        if (histogram != null) {
            int largest = HistogramShapes.largestCount(histogram);
            if (handles.isDragging()) {
                hide();
            }
            largestCount = handles.isDragging() ? Math.max(largestCount, largest) : largest;
            if (!handles.isDragging() && (fitted || !sameAxis)) {
                fit();
            }
        }
        refresh();
    }

    /** Marks the ranges of several methods; none takes the marks away. */
    public void showTicks(List<RangeTick> ticks) {
        methods.show(ticks);
        requestLayout();
    }

    /** Called with the mark whose range is to be taken. */
    public void setOnTick(Consumer<RangeTick> listener) {
        methods.setOnTake(listener);
    }

    /**
     * Says what is counted.
     *
     * @param one a word in the singular
     * @param noneYet what is said where there is no histogram
     */
    public void setCounted(String one, String noneYet) {
        counted = one;
        empty.setText(noneYet);
        requestLayout();
    }

    public void setCountScale(CountScale newScale) {
        scale = newScale;
        refresh();
    }

    /** Shows everything. */
    public void fit() {
        fitted = true;
        if (histogram != null) {
            view = HistogramView.fit(histogram, clip);
        }
        refresh();
    }

    /** Called while an end of the clipping range is dragged. */
    public void setOnRangeDrag(RangeListener listener) {
        handles.setOnRangeDrag(listener);
    }

    /** Called when a drag ends or a key has moved an end. */
    public void setOnRangeCommit(RangeListener listener) {
        handles.setOnRangeCommit(listener);
    }

    /** Called when a drag, of an end or of the zero line, is given up or comes back to where it began. */
    public void setOnRangeCancel(Runnable action) {
        handles.setOnRangeCancel(action);
    }

    /** Called with the zero point while the zero line is dragged. */
    public void setOnZeroPointDrag(IntConsumer listener) {
        handles.setOnZeroPointDrag(listener);
    }

    /** Called with the zero point when a drag ends or a key has moved the zero line. */
    public void setOnZeroPointCommit(IntConsumer listener) {
        handles.setOnZeroPointCommit(listener);
    }

    public boolean isDragging() {
        return handles.isDragging();
    }

    @Override
    public void setPalette(Palette newPalette) {
        palette = newPalette;
        frame.setPalette(palette);
        frame.paintLayer(keptLayer, palette.beforeFill());
        frame.paintLayer(underflowLayer, palette.underflowFill());
        frame.paintLayer(overflowLayer, palette.overflowFill());
        frame.paintLayer(keptLine, palette.beforeLine());
        frame.paintLayer(underflowLine, palette.underflowLine());
        frame.paintLayer(overflowLine, palette.overflowLine());
        frame.paintLayer(levelLayer, palette.after());
        frame.paintLayer(capLayer, palette.overflowLine());
        handles.setPalette(palette);
        methods.setPalette(palette);
        Faces.style(clippedLow, palette.bad(), true);
        Faces.style(clippedHigh, palette.bad(), true);
        Faces.style(empty, palette.muted(), false);
        Bubbles.style(bubble, palette);
        refresh();
    }

    private void refresh() {
        surface.requestPaint();
        requestLayout();
    }

    private AxisMap map() {
        return frame.acrossMap(view.low(), view.high(), getWidth());
    }

    @Override
    protected void layoutChildren() {
        surface.resizeRelocate(0, 0, getWidth(), getHeight());
        boolean shown = histogram != null && frame.fits(getWidth(), getHeight());
        empty.setVisible(histogram == null);
        empty.autosize();
        empty.relocate(Math.rint((getWidth() - empty.getWidth()) / 2), Math.rint((getHeight() - 14) / 2));
        clippedLow.setVisible(false);
        clippedHigh.setVisible(false);
        methods.setVisible(shown);
        if (!shown) {
            handles.setState(null, HistogramAxis.VALUES);
            return;
        }
        handles.setState(clip, histogram.axis());
        AxisMap map = map();
        handles.setArea(map, TOP, pixel -> topOfBar(map, pixel));
        layOutCounts(map);
        double counts = clippedHigh.isVisible() ? clippedHigh.getHeight() + 2 : 0; // which marks must not cover
        methods.stand(clip, histogram.axis(), map, TOP + 5 + counts, getHeight() - frame.bottom());
    }

    private int countTicks(double height) {
        return Math.max(1, (int) (height - TOP - frame.bottom()) / 38);
    }

    /** Where a line from above meets the level's bar at a pixel, so that it does not cover it. */
    private double topOfBar(AxisMap map, double pixel) {
        double bottom = getHeight() - frame.bottom();
        double count = 0;
        for (WeightHistogram.Level level : histogram.levels()) {
            if (Math.abs(map.toPixel(level.position()) - pixel) <= LEVEL_REACH) {
                count = Math.max(count, level.count());
            }
        }
        double highest = scale.top(largestCount, countTicks(getHeight()));
        double part = (scale.height(count) - scale.floor()) / (highest - scale.floor());
        return Math.max(TOP, bottom - part * (bottom - TOP));
    }

    /** The numbers of clipped weights, outside the ends where there is room. */
    private void layOutCounts(AxisMap map) {
        WeightHistogram.Span box = histogram.representable();
        if (box == null) {
            return;
        }
        double[] ends = handles.pixels();
        double left = ends == null ? map.toPixel(box.low()) : ends[0];
        double right = ends == null ? map.toPixel(box.high()) : ends[1];
        int below = histogram.totals().clippedLow();
        int above = histogram.totals().clippedHigh();
        clippedLow.setText(Figures.count(below) + " clipped");
        clippedHigh.setText(Figures.count(above) + " clipped");
        clippedLow.autosize();
        clippedHigh.autosize();
        double lowAt = Math.max(map.from(), left - 24 - clippedLow.getWidth());
        double highAt = Math.min(map.to() - clippedHigh.getWidth(), right + 24);
        clippedLow.relocate(Math.rint(lowAt), TOP + 5);
        clippedHigh.relocate(Math.rint(highAt), TOP + 5);
        clippedLow.setVisible(below > 0 && lowAt + clippedLow.getWidth() + 7 <= left);
        clippedHigh.setVisible(above > 0 && highAt >= right + 7);
    }

    private void paint(Graphics2D graphics, int width, int height) {
        if (histogram == null || !frame.fits(width, height)) {
            return;
        }
        AxisMap map = frame.acrossMap(view.low(), view.high(), width);
        int ticks = countTicks(height);
        double top = scale.top(largestCount, ticks);
        setAxes(map, top, ticks, width);
        HistogramShapes shapes = HistogramShapes.of(histogram, map, scale);
        frame.plot().setDataset(keptLayer, shapes.kept());
        frame.plot().setDataset(underflowLayer, shapes.underflow());
        frame.plot().setDataset(overflowLayer, shapes.overflow());
        frame.plot().setDataset(keptLine, shapes.keptOutline());
        frame.plot().setDataset(underflowLine, shapes.underflowOutline());
        frame.plot().setDataset(overflowLine, shapes.overflowOutline());
        frame.plot().setDataset(levelLayer, shapes.levels());
        frame.plot().setDataset(capLayer, shapes.caps());
        int bottom = height - frame.bottom();
        HistogramBackdrop.paint(graphics, histogram, map, TOP, bottom, palette);
        frame.draw(graphics, width, height);
        graphics.setPaint(PlotFrame.ink(palette.accent()));
        for (double tick : histogram.ticks()) {
            if (map.shows(tick)) {
                graphics.fillRect((int) Math.rint(map.toPixel(tick)) - 1, bottom + 1, 2, TICK_MARK);
            }
        }
    }

    private void setAxes(AxisMap map, double top, int ticks, int width) {
        double extent = map.upper() - map.lower();
        boolean codes = histogram.axis() == HistogramAxis.CODES;
        int most = Math.max(2, (width - frame.left() - frame.right()) / (codes ? 32 : 70));
        double step = codes ? TickSteps.wholeStep(extent, most) : TickSteps.step(extent, most);
        NumberAxis up = frame.up();
        PlotFrame.setAxis(frame.across(), map.lower(), map.upper(), step, Figures.ticks(step));
        PlotFrame.setAxis(up, scale.floor(), top, scale.step(top, ticks),
                scale == CountScale.LOG ? Figures.powersOfTen() : Figures.counts());
    }

    private void zoom(ScrollEvent event) {
        if (histogram == null || handles.isDragging() || event.getDeltaY() == 0) {
            return;
        }
        event.consume();
        AxisMap next = map().zoomed(event.getX(), Math.pow(1.2, -event.getDeltaY() / 40));
        double least = histogram.binWidth() / 4;
        WeightHistogram.Span whole = HistogramView.fit(histogram, clip);
        double most = 8 * (whole.high() - whole.low());
        if (next.upper() - next.lower() > least && next.upper() - next.lower() < most) {
            show(next);
        }
    }

    private void pan(MouseEvent event) {
        if (histogram == null || Double.isNaN(panFrom) || event.getX() == panFrom) {
            return;
        }
        AxisMap next = map().panned(event.getX() - panFrom);
        panFrom = event.getX();
        hide();
        show(next);
    }

    private void show(AxisMap map) {
        fitted = false;
        view = new WeightHistogram.Span(map.lower(), map.upper());
        refresh();
    }

    private void readOut(MouseEvent event) {
        boolean inside = histogram != null
                && !handles.isDragging()
                && frame.fits(getWidth(), getHeight())
                && event.getX() >= frame.left() && event.getX() <= getWidth() - frame.right()
                && event.getY() >= TOP && event.getY() <= getHeight() - frame.bottom();
        String text = "";
        if (inside) {
            AxisMap map = map();
            ClipState codes = histogram.sharesParameters() ? clip : null;
            text = HistogramHover.text(
                    histogram, codes, map.toValue(event.getX()), LEVEL_REACH * map.unitsPerPixel(), counted);
        }
        Bubbles.show(bubble, text, event.getX(), event.getY(), this);
    }

    private void hide() {
        bubble.setVisible(false);
    }
}
