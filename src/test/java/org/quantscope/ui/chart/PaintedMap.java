package org.quantscope.ui.chart;

import java.util.Arrays;

/** The pixels of a feature map of one channel, one pixel for each value, painted as the window paints them. */
public final class PaintedMap {
    private final MapLayout layout;
    private final int rows;
    private final int columns;
    private final int[] ramp = new int[ColorRamp.SIZE];
    private final int[] pixels;

    public PaintedMap(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.layout = new MapLayout(1, rows, columns, 0, 1, 1, 1, 1, 0, 0, 0, false);
        this.pixels = new int[rows * columns];
        Arrays.setAll(ramp, at -> 0xFF000000 | at * 0x010101);
    }

    /** Paints a plane; its values from {@code low} to {@code high} share the colours. */
    public int[] paint(float[] plane, double low, double high) {
        MapPainter.paint(
                new MapData(plane, 0, 1, rows, columns), layout, low, high, ramp, pixels, columns, rows, 0, 0);
        return pixels;
    }
}
