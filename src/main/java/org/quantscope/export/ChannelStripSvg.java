package org.quantscope.export;

import java.util.List;
import org.quantscope.analysis.ChannelSpan;
import org.quantscope.analysis.ShownFigures;
import org.quantscope.analysis.TickSteps;

/** The ranges of a layer's channels side by side: a box for what the codes can say, a bar from the lowest to the highest weight. */
final class ChannelStripSvg {
    private static final double HEIGHT = 150;
    private static final double TOP = 16;
    private static final double BOTTOM = 126;
    private static final double MOST_PITCH = 46;
    private static final double ROOM_FOR_A_NUMBER = 22;
    private static final double ROOM_FOR_A_LINE = 6;
    private static final int MOST_NUMBERS = 24;
    private static final int TICKS = 5;

    private final Markup markup;
    private final List<ChannelSpan> spans;
    private final double pitch;
    private final double largest;

    private ChannelStripSvg(Markup markup, List<ChannelSpan> spans) {
        this.markup = markup;
        this.spans = spans;
        this.pitch = Math.min(MOST_PITCH, (SvgPlot.RIGHT - SvgPlot.LEFT) / Math.max(1, spans.size()));
        double extent = extent(spans);
        this.largest = TickSteps.ceil(extent, TickSteps.step(extent, TICKS));
    }

    static void draw(Markup markup, List<ChannelSpan> spans, int worst, String words) {
        SvgPlot.begin(markup, HEIGHT, "strip", words);
        ChannelStripSvg picture = new ChannelStripSvg(markup, spans);
        picture.axis();
        picture.select(worst);
        picture.bars();
        picture.numbers(worst);
        markup.endLine();
    }

    private static double extent(List<ChannelSpan> spans) {
        double extent = 0;
        for (ChannelSpan span : spans) {
            for (float end : new float[] {span.min(), span.max(), span.lowest(), span.highest()}) {
                // The ends of the box are NaN where the weights are float.
                extent = Float.isFinite(end) ? Math.max(extent, Math.abs((double) end)) : extent;
            }
        }
        return extent > 0 ? extent : 1;
    }

    private double y(double value) {
        return (TOP + BOTTOM) / 2 - value / largest * (BOTTOM - TOP) / 2;
    }

    private double centre(int channel) {
        return SvgPlot.LEFT + (channel + 0.5) * pitch;
    }

    private void axis() {
        int decimals = Math.max(0, (int) Math.ceil(-Math.log10(TickSteps.step(largest, TICKS)) - 1e-9));
        for (double value : new double[] {largest, 0, -largest}) {
            String text = value == 0
                    ? "0"
                    : decimals > 4 || largest >= 1e5
                            ? ShownFigures.measured(value)
                            : ShownFigures.fixed(value, decimals);
            markup.with("text", text, "class", "tick end", "x", SvgPlot.LEFT - 6, "y", SvgPath.number(y(value) + 4));
        }
        new SvgPath().moveTo(SvgPlot.LEFT, y(0)).across(SvgPlot.LEFT + pitch * spans.size()).into(markup, "zero");
    }

    private void select(int channel) {
        double half = Math.max(1, pitch / 2 - 0.5);
        new SvgPath().box(centre(channel) - half, TOP - 12, centre(channel) + half, HEIGHT - 2)
                .into(markup, "selected");
    }

    private void bars() {
        SvgPath boxes = new SvgPath();
        SvgPath weights = new SvgPath();
        SvgPath zeroed = new SvgPath();
        SvgPath clipped = new SvgPath();
        double box = Math.max(0.5, Math.min(28, pitch * 0.62)) / 2;
        double bar = Math.max(0.35, Math.min(12, pitch * 0.34)) / 2;
        for (int channel = 0; channel < spans.size(); channel++) {
            ChannelSpan span = spans.get(channel);
            double at = centre(channel);
            boolean boxed = Float.isFinite(span.lowest());
            double low = boxed ? Math.max(span.min(), span.lowest()) : span.min();
            double high = boxed ? Math.min(span.max(), span.highest()) : span.max();
            if (boxed) {
                boxes.box(at - box, y(span.highest()), at + box, y(span.lowest()));
            }
            weights.box(at - bar, y(high), at + bar, y(low));
            zeroed.box(at - bar, y(Math.min(high, span.zeroHigh())), at + bar, y(Math.max(low, span.zeroLow())));
            if (boxed && span.clipped() > 0) {
                clipped.box(at - bar, y(span.max()), at + bar, y(Math.max(span.highest(), span.min())));
                clipped.box(at - bar, y(Math.min(span.lowest(), span.max())), at + bar, y(span.min()));
            }
        }
        String line = pitch < ROOM_FOR_A_LINE ? "" : " lined";
        boxes.into(markup, "box" + line);
        weights.into(markup, "before" + line);
        zeroed.into(markup, "underflow" + line);
        clipped.into(markup, "overflow" + line);
    }

    private void numbers(int worst) {
        boolean room = pitch >= ROOM_FOR_A_NUMBER;
        int step = room ? 1 : (int) TickSteps.wholeStep(spans.size(), MOST_NUMBERS);
        for (int channel = 0; channel < spans.size(); channel++) {
            boolean free = Math.abs(channel - worst) * pitch >= ROOM_FOR_A_NUMBER;
            if (channel == worst || channel % step == 0 && (room || free)) {
                markup.with("text", Integer.toString(channel), "class",
                        channel == worst ? "tick middle chosen" : "tick middle", "x", SvgPath.number(centre(channel)),
                        "y", HEIGHT - 6);
            }
            int clipped = spans.get(channel).clipped();
            if (room && clipped > 0) {
                markup.with("text", ShownFigures.count(clipped), "class", "tick middle bad", "x",
                        SvgPath.number(centre(channel)), "y", SvgPath.number(TOP - 4));
            }
        }
    }
}
