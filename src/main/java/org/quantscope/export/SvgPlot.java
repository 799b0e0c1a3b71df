package org.quantscope.export;

import org.quantscope.analysis.ShownFigures;
import org.quantscope.analysis.TickSteps;

/**
 * The frame of a chart: a horizontal axis of values, a vertical one of counts, in the coordinates of a picture of fixed
 * width that the page scales.
 */
final class SvgPlot {
    static final double WIDTH = 960;
    static final double LEFT = 64;
    static final double RIGHT = WIDTH - 12;
    private static final int VERTICAL_TICKS = 4;
    private static final int HORIZONTAL_TICKS = 10;

    private final double low;
    private final double high;
    private final double countTop;
    private final double top;
    private final double bottom;

    /**
     * @param low left end of the horizontal axis
     * @param high right end
     * @param largest the largest count
     * @param top upper end of the vertical axis in the picture
     * @param bottom its lower end
     */
    SvgPlot(double low, double high, double largest, double top, double bottom) {
        this.low = low;
        this.high = high;
        double most = Math.max(1, largest * 1.02);
        this.countTop = TickSteps.ceil(most, TickSteps.wholeStep(most, VERTICAL_TICKS));
        this.top = top;
        this.bottom = bottom;
    }

    double x(double value) {
        double place = LEFT + (value - low) / (high - low) * (RIGHT - LEFT);
        return Math.max(LEFT, Math.min(RIGHT, place));
    }

    double y(double count) {
        return bottom - count / countTop * (bottom - top);
    }

    double top() {
        return top;
    }

    double bottom() {
        return bottom;
    }

    /** How wide one unit of the axis is in the picture. */
    double pixelsPerUnit() {
        return (RIGHT - LEFT) / (high - low);
    }

    /** Lines across for round counts, with the counts beside them. */
    void grid(Markup markup) {
        double step = TickSteps.wholeStep(countTop, VERTICAL_TICKS);
        for (double count = 0; count <= countTop * (1 + 1e-9); count += step) {
            double at = y(count);
            markup.begin("line", "class", count == 0 ? "axis" : "grid", "x1", SvgPath.number(LEFT), "x2",
                    SvgPath.number(RIGHT), "y1", SvgPath.number(at), "y2", SvgPath.number(at)).end();
            markup.with("text", ShownFigures.count(Math.round(count)), "class", "tick end", "x", LEFT - 6, "y",
                    SvgPath.number(at + 4));
        }
    }

    /** The values under the horizontal axis, and what they are. */
    void valueAxis(Markup markup, String words, double y) {
        double step = TickSteps.step(high - low, HORIZONTAL_TICKS);
        int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
        for (long tick = (long) Math.ceil(low / step); tick * step <= high; tick++) {
            double value = tick * step;
            String text = tick == 0
                    ? "0"
                    : decimals > 5 || Math.abs(value) >= 1e6
                            ? ShownFigures.measured(value)
                            : ShownFigures.fixed(value, decimals);
            markup.with("text", text, "class", "tick middle", "x", SvgPath.number(x(value)), "y", SvgPath.number(y));
        }
        markup.with("text", words, "class", "tick middle", "x", SvgPath.number((LEFT + RIGHT) / 2), "y",
                SvgPath.number(y + 15));
    }

    /** Opens a picture of the page's full width. */
    static void begin(Markup markup, double height, String style, String words) {
        markup.begin("svg", "class", "chart " + style, "viewBox", "0 0 " + SvgPath.number(WIDTH) + " "
                + SvgPath.number(height), "role", "img", "aria-label", words);
    }
}
