package org.quantscope.export;

import org.quantscope.analysis.ErrorHistogram;

/** How the differences of a layer's output are spread: too low in purple, too high in orange. */
final class ErrorHistogramSvg {
    private static final double HEIGHT = 168;
    private static final double TOP = 8;
    private static final double BOTTOM = 128;

    private ErrorHistogramSvg() {}

    static void draw(Markup markup, ErrorHistogram errors, String words) {
        SvgPlot.begin(markup, HEIGHT, "errors", words);
        int largest = 0;
        for (int count : errors.counts()) {
            largest = Math.max(largest, count);
        }
        SvgPlot plot = new SvgPlot(-errors.extent(), errors.extent(), largest, TOP, BOTTOM);
        plot.grid(markup);
        SvgPath below = new SvgPath();
        SvgPath middle = new SvgPath();
        SvgPath above = new SvgPath();
        for (int bin = 0; bin < errors.counts().length; bin++) {
            double centre = errors.centre(bin);
            SvgPath own = centre < 0 ? below : centre > 0 ? above : middle;
            own.box(plot.x(centre - errors.binWidth() / 2) + 0.4, plot.y(errors.counts()[bin]),
                    plot.x(centre + errors.binWidth() / 2) - 0.4, BOTTOM);
        }
        below.into(markup, "below");
        middle.into(markup, "middle-bar");
        above.into(markup, "above");
        plot.valueAxis(markup, "fake-quant − float at the output", BOTTOM + 18);
        markup.endLine();
    }
}
