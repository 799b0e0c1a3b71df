package org.quantscope.export;

import java.util.List;
import org.quantscope.analysis.HistogramAxis;
import org.quantscope.analysis.ShownFigures;
import org.quantscope.analysis.WeightHistogram;

/**
 * A layer's weights before and after quantization: a soft area of quarter-step bins, the levels as thin bars on it. Red is
 * clipped, yellow becomes zero, the grey box is what the codes can say; both are counts.
 */
final class WeightHistogramSvg {
    private static final double HEIGHT = 252;
    private static final double TOP = 10;
    private static final double BOTTOM = 206;
    private static final double MOST_LEVEL_PIXELS = 4;
    private static final int MOST_TICKS = 400;

    private final Markup markup;
    private final WeightHistogram histogram;
    private final SvgPlot plot;

    private WeightHistogramSvg(Markup markup, WeightHistogram histogram, boolean centred) {
        this.markup = markup;
        this.histogram = histogram;
        WeightHistogram.Span seen = seen(histogram, centred);
        this.plot = new SvgPlot(seen.low(), seen.high(), largest(histogram), TOP, BOTTOM);
    }

    /**
     * Draws it.
     *
     * @param centred whether zero is in the middle, so that both sides compare
     * @param words what it shows, for those who do not see it
     */
    static void draw(Markup markup, WeightHistogram histogram, boolean centred, String words) {
        SvgPlot.begin(markup, HEIGHT, "weights", words);
        WeightHistogramSvg picture = new WeightHistogramSvg(markup, histogram, centred);
        picture.box();
        picture.plot.grid(markup);
        picture.before();
        picture.zero();
        picture.levels();
        picture.ticks();
        picture.plot.valueAxis(markup, histogram.axis() == HistogramAxis.VALUES
                ? "weight"
                : "code: the weight in steps of its channel's own scale", BOTTOM + 26);
        markup.endLine();
    }

    private static WeightHistogram.Span seen(WeightHistogram histogram, boolean centred) {
        double low = Math.min(histogram.binStart(), histogram.zero());
        double high = Math.max(histogram.binEnd(), histogram.zero());
        if (histogram.representable() != null) {
            low = Math.min(low, histogram.representable().low());
            high = Math.max(high, histogram.representable().high());
        }
        double margin = 0.02 * (high - low);
        double reach = Math.max(histogram.zero() - low, high - histogram.zero()) + margin;
        return centred
                ? new WeightHistogram.Span(histogram.zero() - reach, histogram.zero() + reach)
                : new WeightHistogram.Span(low - margin, high + margin);
    }

    private static int largest(WeightHistogram histogram) {
        int largest = 0;
        for (int count : histogram.before()) {
            largest = Math.max(largest, count);
        }
        for (WeightHistogram.Level level : histogram.levels()) {
            largest = Math.max(largest, level.count());
        }
        return largest;
    }

    private void box() {
        WeightHistogram.Span box = histogram.representable();
        if (box != null) {
            double left = plot.x(box.low());
            double right = plot.x(box.high());
            new SvgPath().box(left, TOP, right, BOTTOM).into(markup, "box");
            new SvgPath().moveTo(left, TOP).up(BOTTOM).moveTo(right, TOP).up(BOTTOM).into(markup, "box-line");
        }
    }

    /** In a bin kept weights lie below those that become zero, and those below the clipped ones. */
    private void before() {
        int bins = histogram.before().length;
        double[][] heights = new double[4][bins];
        for (int bin = 0; bin < bins; bin++) {
            int clipped = histogram.overflow()[bin];
            int zeroed = histogram.underflow()[bin];
            heights[0][bin] = BOTTOM;
            heights[1][bin] = plot.y(histogram.before()[bin] - clipped - zeroed);
            heights[2][bin] = plot.y(histogram.before()[bin] - clipped);
            heights[3][bin] = plot.y(histogram.before()[bin]);
        }
        List<String> styles = List.of("before", "underflow", "overflow");
        for (int kind = 0; kind < styles.size(); kind++) {
            area(heights[kind], heights[kind + 1]).into(markup, styles.get(kind));
            outline(heights[kind], heights[kind + 1]).into(markup, styles.get(kind) + "-line");
        }
    }

    private double edge(int bin) {
        return plot.x(histogram.binStart() + bin * histogram.binWidth());
    }

    private SvgPath area(double[] lower, double[] upper) {
        SvgPath path = new SvgPath();
        for (int bin = 0; bin < lower.length; bin++) {
            path.box(edge(bin), upper[bin], edge(bin + 1), lower[bin]);
        }
        return path;
    }

    /** The upper edge of neighbouring bins that hold something, from where it rises to where it falls. */
    private SvgPath outline(double[] lower, double[] upper) {
        SvgPath path = new SvgPath();
        boolean drawing = false;
        for (int bin = 0; bin < lower.length; bin++) {
            boolean filled = upper[bin] < lower[bin];
            if (filled && !drawing) {
                path.moveTo(edge(bin), lower[bin]);
            }
            if (filled) {
                path.up(upper[bin]).across(edge(bin + 1));
            }
            boolean ends = filled && (bin + 1 == lower.length || upper[bin + 1] >= lower[bin + 1]);
            if (ends) {
                path.up(lower[bin]);
            }
            drawing = filled && !ends;
        }
        return path;
    }

    private void levels() {
        SvgPath bars = new SvgPath();
        SvgPath caps = new SvgPath();
        double half = levelWidth() / 2;
        for (WeightHistogram.Level level : histogram.levels()) {
            double at = plot.x(level.position());
            double kept = plot.y(level.count() - level.clipped());
            bars.box(at - half, kept, at + half, BOTTOM);
            caps.box(at - half, plot.y(level.count()), at + half, kept);
        }
        bars.into(markup, "after");
        caps.into(markup, "cap");
    }

    /** Never wider than half the way to the next level. */
    private double levelWidth() {
        double nearest = Double.POSITIVE_INFINITY;
        List<WeightHistogram.Level> levels = histogram.levels();
        for (int i = 1; i < levels.size(); i++) {
            nearest = Math.min(nearest, levels.get(i).position() - levels.get(i - 1).position());
        }
        return Math.max(0.6, Math.min(MOST_LEVEL_PIXELS, nearest * plot.pixelsPerUnit() / 2));
    }

    private void zero() {
        double at = plot.x(histogram.zero());
        new SvgPath().moveTo(at, TOP).up(BOTTOM).into(markup, "zero");
    }

    /** The weights of the selected channel, under the axis. */
    private void ticks() {
        double[] ticks = histogram.ticks();
        if (ticks.length <= MOST_TICKS) {
            SvgPath path = new SvgPath();
            for (double tick : ticks) {
                path.moveTo(plot.x(tick), BOTTOM + 2).up(BOTTOM + 9);
            }
            path.into(markup, "ticks");
        }
    }

    /** A line of colours and counts above the picture. */
    static void legend(Markup markup, WeightHistogram histogram, int channel) {
        WeightHistogram.Totals totals = histogram.totals();
        boolean quantized = totals.bits() > 0;
        markup.begin("p", "class", "legend");
        entry(markup, "before", "before", "");
        if (quantized) {
            entry(markup, "after", "after", "");
            if (histogram.representable() != null) {
                entry(markup, "box", "representable", "");
            }
            entry(markup, "overflow", "overflow", share(totals.clipped(), totals.weights()));
            entry(markup, "underflow", "underflow to 0", share(totals.underflow(), totals.weights()));
        }
        if (histogram.ticks().length <= MOST_TICKS && histogram.ticks().length > 0) {
            entry(markup, "ticks", "weights of channel " + channel, "");
        }
        if (quantized) {
            markup.begin("span").with("b", ShownFigures.count(totals.levelsUsed()))
                    .say(" of " + ShownFigures.count(totals.levelsAvailable()) + " levels used").end();
        }
        markup.endLine();
    }

    private static void entry(Markup markup, String style, String words, String number) {
        markup.begin("span").begin("i", "class", "key " + style).end().say(words);
        if (!number.isEmpty()) {
            markup.say(" ").with("b", number);
        }
        markup.end();
    }

    private static String share(int part, int whole) {
        return ShownFigures.count(part) + " · " + ShownFigures.percent(whole == 0 ? 0 : (double) part / whole);
    }
}
