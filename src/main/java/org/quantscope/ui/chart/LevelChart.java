package org.quantscope.ui.chart;

import java.awt.Graphics2D;
import java.text.NumberFormat;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import org.quantscope.analysis.HistogramAxis;
import org.quantscope.analysis.TickSteps;

/**
 * How many weights a channel has on each of its levels. The same bars under either axis: codes, or what the codes stand
 * for.
 */
public final class LevelChart extends Region implements Themed {
    private static final double BAR = 0.7;
    private static final int FEWEST_LEVELS = 16;

    private final PlotFrame frame = PlotFrame.create(26, 6, 14, 18);
    private final int layer = frame.addBars();
    private final ChartSurface surface = new ChartSurface(this::paint);
    private Palette palette = Palette.light();
    private int[] counts = {};
    private int firstCode;
    private double origin;
    private double step = 1;
    private HistogramAxis axis = HistogramAxis.VALUES;

    public LevelChart() {
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText("Weights of the channel on each level");
        setMinSize(100, 60);
        setPrefSize(200, 120);
        getChildren().add(surface);
        setPalette(palette);
    }

    /**
     * @param newCounts weights on each code, beginning with {@code newFirstCode}; copied
     * @param newOrigin where real zero lies among the codes
     * @param newStep real distance of two codes
     */
    public void show(int[] newCounts, int newFirstCode, double newOrigin, double newStep) {
        counts = newCounts.clone();
        firstCode = newFirstCode;
        origin = newOrigin;
        step = newStep;
        surface.requestPaint();
    }

    /** What the axis counts; the bars stay where they are. */
    public void setAxis(HistogramAxis newAxis) {
        axis = newAxis;
        surface.requestPaint();
    }

    @Override
    public void setPalette(Palette newPalette) {
        palette = newPalette;
        frame.setPalette(palette);
        frame.paintLayer(layer, palette.after());
        surface.requestPaint();
    }

    @Override
    protected void layoutChildren() {
        surface.resizeRelocate(0, 0, getWidth(), getHeight());
    }

    private void paint(Graphics2D graphics, int width, int height) {
        if (counts.length == 0 || !frame.fits(width, height)) {
            return;
        }
        double lower = firstCode + lowestShown() - 0.6;
        double upper = firstCode + highestShown() + 0.6;
        AxisMap map = frame.acrossMap(lower, upper, width);
        int most = 1;
        for (int count : counts) {
            most = Math.max(most, count);
        }
        double room = axis == HistogramAxis.CODES ? 26 : 40;
        double across = TickSteps.wholeStep(upper - lower, (int) Math.max(2, (width - frame.left()) / room));
        PlotFrame.setAxis(frame.across(), lower, upper, across, labels());
        double up = TickSteps.wholeStep(most, Math.max(1, (height - frame.top() - frame.bottom()) / 26));
        PlotFrame.setAxis(frame.up(), 0, most * 1.06, up, Figures.counts());
        frame.plot().setDataset(layer, bars(map));
        frame.draw(graphics, width, height);
    }

    /** Levels without weights at either end are left out, down to a few levels. */
    private int lowestShown() {
        int lowest = 0;
        while (lowest < counts.length - 1 && counts[lowest] == 0) {
            lowest++;
        }
        return Math.max(0, Math.min(lowest - 1, counts.length - FEWEST_LEVELS));
    }

    private int highestShown() {
        int highest = counts.length - 1;
        while (highest > 0 && counts[highest] == 0) {
            highest--;
        }
        return Math.min(counts.length - 1, Math.max(highest + 1, lowestShown() + FEWEST_LEVELS - 1));
    }

    private NumberFormat labels() {
        return axis == HistogramAxis.CODES
                ? Figures.ticks(1)
                : Figures.relabelled(code -> Figures.brief(step * (Math.rint(code) - origin)));
    }

    /** A bar for each level that is used, at least a pixel wide. */
    private Bars bars(AxisMap map) {
        int used = 0;
        for (int count : counts) {
            used += count > 0 ? 1 : 0;
        }
        double[] left = new double[used];
        double[] right = new double[used];
        double[] top = new double[used];
        double half = Math.max(BAR / 2, map.unitsPerPixel());
        int at = 0;
        for (int level = 0; level < counts.length; level++) {
            if (counts[level] > 0) {
                left[at] = map.snap(firstCode + level - half);
                right[at] = map.snap(firstCode + level + half);
                top[at++] = counts[level];
            }
        }
        return new Bars(left, right, new double[used], top, false);
    }
}
