package org.quantscope.ui.chart;

import java.awt.Graphics2D;
import org.quantscope.analysis.WeightHistogram;

/** What lies behind the bars of a weight histogram: the box from the lowest to the highest level, and the levels in it. */
final class HistogramBackdrop {
    private static final double NARROWEST = 9;

    private HistogramBackdrop() {}

    static void paint(
            Graphics2D graphics, WeightHistogram histogram, AxisMap map, int top, int bottom, Palette palette) {
        WeightHistogram.Span box = histogram.representable();
        if (box == null) {
            return;
        }
        int left = (int) Math.rint(Math.max(map.from(), map.toPixel(box.low())));
        int right = (int) Math.rint(Math.min(map.to(), map.toPixel(box.high())));
        if (right <= left) {
            return;
        }
        graphics.setPaint(PlotFrame.ink(palette.boxFill()));
        graphics.fillRect(left, top, right - left, bottom - top);
        paintLevels(graphics, histogram, map, top, bottom, palette);
        graphics.setPaint(PlotFrame.ink(palette.boxLine()));
        for (double edge : new double[] {box.low(), box.high()}) {
            if (map.shows(edge)) {
                graphics.fillRect((int) Math.rint(map.toPixel(edge)), top, 1, bottom - top);
            }
        }
    }

    private static void paintLevels(
            Graphics2D graphics, WeightHistogram histogram, AxisMap map, int top, int bottom, Palette palette) {
        WeightHistogram.Span box = histogram.representable();
        int levels = histogram.totals().levelsAvailable();
        double step = (box.high() - box.low()) / Math.max(1, levels - 1);
        if (step / map.unitsPerPixel() < NARROWEST) {
            return;
        }
        graphics.setPaint(PlotFrame.ink(palette.border()));
        for (int i = 1; i < levels - 1; i++) {
            double at = box.low() + i * step;
            if (map.shows(at)) {
                graphics.fillRect((int) Math.rint(map.toPixel(at)), top, 1, bottom - top);
            }
        }
    }
}
