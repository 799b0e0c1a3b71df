package org.quantscope.ui.chart;

import org.jfree.data.xy.AbstractIntervalXYDataset;

/** Rectangles in axis units for JFreeChart, straight over arrays. Each rectangle may be a series of its own colour. */
final class Bars extends AbstractIntervalXYDataset {
    private static final long serialVersionUID = 1;
    private static final double[] NONE = {};

    static final Bars EMPTY = new Bars(NONE, NONE, NONE, NONE, false);

    private final double[] left;
    private final double[] right;
    private final double[] bottom;
    private final double[] top;
    private final boolean seriesEach;

    Bars(double[] left, double[] right, double[] bottom, double[] top, boolean seriesEach) {
        this.left = left;
        this.right = right;
        this.bottom = bottom;
        this.top = top;
        this.seriesEach = seriesEach;
    }

    int size() {
        return left.length;
    }

    @Override
    public int getSeriesCount() {
        return seriesEach ? left.length : 1;
    }

    @Override
    public Comparable<?> getSeriesKey(int series) {
        return series;
    }

    @Override
    public int getItemCount(int series) {
        return seriesEach ? 1 : left.length;
    }

    private int at(int series, int item) {
        return seriesEach ? series : item;
    }

    @Override
    public Number getX(int series, int item) {
        return getXValue(series, item);
    }

    @Override
    public double getXValue(int series, int item) {
        return (left[at(series, item)] + right[at(series, item)]) / 2;
    }

    @Override
    public Number getY(int series, int item) {
        return getYValue(series, item);
    }

    @Override
    public double getYValue(int series, int item) {
        return top[at(series, item)];
    }

    @Override
    public Number getStartX(int series, int item) {
        return getStartXValue(series, item);
    }

    @Override
    public double getStartXValue(int series, int item) {
        return left[at(series, item)];
    }

    @Override
    public Number getEndX(int series, int item) {
        return getEndXValue(series, item);
    }

    @Override
    public double getEndXValue(int series, int item) {
        return right[at(series, item)];
    }

    @Override
    public Number getStartY(int series, int item) {
        return getStartYValue(series, item);
    }

    @Override
    public double getStartYValue(int series, int item) {
        return bottom[at(series, item)];
    }

    @Override
    public Number getEndY(int series, int item) {
        return getEndYValue(series, item);
    }

    @Override
    public double getEndYValue(int series, int item) {
        return top[at(series, item)];
    }
}
