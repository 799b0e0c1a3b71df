package org.quantscope.ui.chart;

import org.jfree.data.xy.AbstractXYDataset;

/** A line through points in axis units for JFreeChart, straight over arrays; NaN lifts the pen. */
final class Outline extends AbstractXYDataset {
    private static final long serialVersionUID = 1;

    static final Outline EMPTY = new Outline(new double[0], new double[0]);

    private final double[] across;
    private final double[] up;

    Outline(double[] across, double[] up) {
        this.across = across;
        this.up = up;
    }

    @Override
    public int getSeriesCount() {
        return 1;
    }

    @Override
    public Comparable<?> getSeriesKey(int series) {
        return series;
    }

    @Override
    public int getItemCount(int series) {
        return across.length;
    }

    @Override
    public Number getX(int series, int item) {
        return across[item];
    }

    @Override
    public double getXValue(int series, int item) {
        return across[item];
    }

    @Override
    public Number getY(int series, int item) {
        return up[item];
    }

    @Override
    public double getYValue(int series, int item) {
        return up[item];
    }
}
