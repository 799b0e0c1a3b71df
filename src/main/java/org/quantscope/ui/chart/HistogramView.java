package org.quantscope.ui.chart;

import org.quantscope.analysis.HistogramAxis;
import org.quantscope.analysis.TickSteps;
import org.quantscope.analysis.WeightHistogram;

/** Which part of the horizontal axis a histogram needs to show all of it. */
final class HistogramView {
    private static final double MARGIN = 1.04;

    private HistogramView() {}

    /** The whole histogram and the clipping range; centred at zero where the levels are, so that both sides compare. */
    static WeightHistogram.Span fit(WeightHistogram histogram, ClipState clip) {
        double low = Math.min(histogram.binStart(), histogram.zero());
        double high = Math.max(histogram.binEnd(), histogram.zero());
        if (histogram.representable() != null) {
            low = Math.min(low, histogram.representable().low());
            high = Math.max(high, histogram.representable().high());
        }
        if (clip != null) {
            low = Math.min(low, clip.toAxis(clip.range().min(), histogram.axis()));
            high = Math.max(high, clip.toAxis(clip.range().max(), histogram.axis()));
        }
        boolean centred = clip == null || clip.symmetric();
        if (centred) {
            double reach = Math.max(histogram.zero() - low, high - histogram.zero());
            return around(histogram, reach);
        }
        double margin = (high - low) * (MARGIN - 1);
        return new WeightHistogram.Span(low - margin, high + margin);
    }

    private static WeightHistogram.Span around(WeightHistogram histogram, double reach) {
        double step = histogram.axis() == HistogramAxis.CODES && reach < 32 ? 0.5 : TickSteps.step(2 * reach, 10);
        double rounded = TickSteps.ceil(reach, step);
        double extent = rounded <= reach * 1.12 ? Math.max(rounded, reach * 1.01) : reach * MARGIN;
        return new WeightHistogram.Span(histogram.zero() - extent, histogram.zero() + extent);
    }
}
