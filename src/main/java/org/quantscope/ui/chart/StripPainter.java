package org.quantscope.ui.chart;

import java.util.BitSet;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.quantscope.analysis.ChannelSpan;
import org.quantscope.analysis.TickSteps;
import org.quantscope.tensor.FloatTensor;

/** Paints the strip of ranges: only the columns that are seen. */
final class StripPainter {
    private static final double NUMBERS = 18;
    private static final double PADDING = 7;
    private static final int MOST_MARKS = 64;
    private static final int TICKS = 5;
    private static final double MARK_OPACITY = 0.6;

    private final GraphicsContext context;
    private final Palette palette;
    private final StripLayout layout;
    private final double top;
    private final double middle;
    private final double pixelsPerUnit;
    private final double boxWidth;
    private final double barWidth;

    private StripPainter(
            GraphicsContext context, Palette palette, StripLayout layout, double top, double bottom, double largest) {
        this.context = context;
        this.palette = palette;
        this.layout = layout;
        this.top = top;
        double room = Math.max(4, bottom - NUMBERS - top - 2 * PADDING);
        this.middle = Math.rint(top + PADDING + room / 2);
        this.pixelsPerUnit = room / 2 / largest;
        this.boxWidth = 2 * Math.rint(Math.min(28, layout.pitch() * 0.62) / 2);
        this.barWidth = 2 * Math.rint(Math.min(12, layout.pitch() * 0.34) / 2);
    }

    static void paint(
            GraphicsContext context, Palette palette, List<ChannelSpan> spans, FloatTensor weight, BitSet selected,
            int primary, StripLayout layout, double top, double bottom, double width, double height) {
        context.clearRect(0, 0, width, height);
        if (spans.isEmpty() || layout.width() < 1 || bottom - top < NUMBERS + 8) {
            return;
        }
        double extent = StripLayout.largest(spans);
        double largest = TickSteps.ceil(extent, TickSteps.step(extent, TICKS));
        StripPainter painter = new StripPainter(context, palette, layout, top, bottom, largest);
        context.setFont(Faces.regular(Faces.SMALL));
        context.setTextBaseline(VPos.CENTER);
        painter.axis(largest);
        context.save();
        context.beginPath();
        context.rect(layout.left(), 0, layout.width(), height);
        context.clip();
        for (int channel = layout.firstShown(); channel < layout.endShown(); channel++) {
            if (selected.get(channel) || channel == primary) {
                painter.highlight(channel, channel == primary, bottom);
            }
        }
        painter.zeroLine();
        for (int channel = layout.firstShown(); channel < layout.endShown(); channel++) {
            painter.column(channel, spans.get(channel), weight, selected.get(channel) || channel == primary);
            painter.number(channel, selected.get(channel) || channel == primary, bottom);
        }
        context.restore();
    }

    private double y(double value) {
        return middle - value * pixelsPerUnit;
    }

    private void axis(double largest) {
        int decimals = Math.max(0, (int) Math.ceil(-Math.log10(TickSteps.step(largest, TICKS)) - 1e-9));
        context.setFill(palette.muted());
        context.setTextAlign(TextAlignment.RIGHT);
        boolean roomy = largest * pixelsPerUnit >= 12;
        for (double value : roomy ? new double[] {largest, 0, -largest} : new double[] {0}) {
            String text = decimals > 4 || largest >= 1e5 ? Figures.brief(value) : Figures.fixed(value, decimals);
            context.fillText(value == 0 ? "0" : text, layout.left() - 8, y(value));
        }
    }

    private void zeroLine() {
        context.setStroke(palette.otherBars());
        context.setLineWidth(1);
        context.setLineDashes(2, 2);
        double end = Math.min(layout.left() + layout.width(), layout.centre(layout.channels() - 1) + layout.pitch() / 2);
        context.strokeLine(layout.left(), middle + 0.5, end, middle + 0.5);
        context.setLineDashes();
    }

    private void highlight(int channel, boolean primary, double bottom) {
        double width = Math.min(46, layout.pitch()) - 2;
        double left = Math.rint(layout.centre(channel) - width / 2) + 0.5;
        context.setFill(palette.selection());
        context.fillRoundRect(left, top + 0.5, width, bottom - top - 1, 6, 6);
        if (primary) {
            context.setStroke(palette.accent());
            context.setLineWidth(1);
            context.strokeRoundRect(left, top + 0.5, width, bottom - top - 1, 6, 6);
        }
    }

    private void number(int channel, boolean strong, double bottom) {
        context.setFont(strong ? Faces.medium(Faces.SMALL) : Faces.regular(Faces.SMALL));
        context.setFill(strong ? palette.accentText() : palette.muted());
        context.setTextAlign(TextAlignment.CENTER);
        context.fillText(Integer.toString(channel), layout.centre(channel), bottom - NUMBERS / 2);
    }

    private void column(int channel, ChannelSpan span, FloatTensor weight, boolean strong) {
        double centre = Math.rint(layout.centre(channel));
        boolean boxed = Float.isFinite(span.lowest());
        if (boxed) {
            double boxTop = Math.rint(y(span.highest()));
            double boxHeight = Math.max(1, Math.rint(y(span.lowest())) - boxTop);
            context.setFill(strong ? palette.pane() : palette.boxFill());
            context.fillRect(centre - boxWidth / 2, boxTop, boxWidth, boxHeight);
            context.setStroke(palette.border());
            context.setLineWidth(1);
            context.strokeRect(centre - boxWidth / 2 + 0.5, boxTop + 0.5, boxWidth - 1, Math.max(1, boxHeight - 1));
        }
        double low = boxed ? Math.max(span.min(), span.lowest()) : span.min();
        double high = boxed ? Math.min(span.max(), span.highest()) : span.max();
        piece(centre, low, high, palette.beforeFill(), palette.beforeLine());
        piece(centre, Math.max(low, span.zeroLow()), Math.min(high, span.zeroHigh()),
                palette.underflowFill(), palette.underflowLine());
        if (boxed && span.max() > span.highest() && span.clipped() > 0) {
            piece(centre, Math.max(span.highest(), span.min()), span.max(),
                    palette.overflowFill(), palette.overflowLine());
        }
        if (boxed && span.min() < span.lowest() && span.clipped() > 0) {
            piece(centre, span.min(), Math.min(span.lowest(), span.max()),
                    palette.overflowFill(), palette.overflowLine());
        }
        marks(channel, centre, span, weight);
        clipped(centre, span);
    }

    /** A part of the bar; nothing where it has no extent. */
    private void piece(double centre, double low, double high, Color fill, Color line) {
        if (!(high > low)) {
            return;
        }
        double from = Math.rint(y(high));
        double height = Math.max(1, Math.rint(y(low)) - from);
        context.setFill(fill);
        context.fillRect(centre - barWidth / 2, from, barWidth, height);
        if (height > 2) {
            context.setStroke(line);
            context.setLineWidth(1);
            context.strokeRect(centre - barWidth / 2 + 0.5, from + 0.5, barWidth - 1, height - 1);
        }
    }

    private void marks(int channel, double centre, ChannelSpan span, FloatTensor weight) {
        int length = weight == null ? 0 : weight.size() / layout.channels();
        if (length == 0 || length > MOST_MARKS) {
            return;
        }
        context.setGlobalAlpha(MARK_OPACITY);
        context.setFill(palette.after());
        for (int i = channel * length; i < (channel + 1) * length; i++) {
            float value = weight.get(i);
            // What becomes zero is told by the zone's own colour.
            if (value <= span.zeroLow() || value >= span.zeroHigh()) {
                context.fillRect(Math.rint(centre - barWidth / 2), Math.rint(y(value)), barWidth, 1);
            }
        }
        context.setGlobalAlpha(1);
    }

    private void clipped(double centre, ChannelSpan span) {
        if (span.clipped() == 0) {
            return;
        }
        context.setFont(Faces.medium(Faces.SMALL));
        context.setFill(palette.bad());
        boolean beside = layout.pitch() >= 44;
        context.setTextAlign(beside ? TextAlignment.LEFT : TextAlignment.CENTER);
        double at = beside ? centre + boxWidth / 2 + 3 : centre;
        double above = Math.rint(y(Math.max(span.max(), Float.isFinite(span.highest()) ? span.highest() : 0))) - 7;
        double height = beside ? Math.min(middle - 10, above + 16) : above;
        context.fillText(Figures.count(span.clipped()), at, Math.max(top + 6, height));
    }
}
