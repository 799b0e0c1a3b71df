package org.quantscope.ui.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Stroke;
import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.quantscope.analysis.TickSteps;

/**
 * A sum as bars, each from where the ones before it ended, and the total as the last bar from zero. A term that is
 * switched off is drawn hollow and moves nothing.
 */
public final class WaterfallChart extends Region implements Themed {
    /** Room for the labels of the vertical axis, in pixels; what stands under the bars leaves it too. */
    public static final int LEFT = 48;
    /** Room right of the last bar. */
    public static final int RIGHT = 8;

    private static final int TEXT = 15;
    private static final double BAR = 0.6;
    private static final Stroke LINE = new BasicStroke(1);
    private static final Stroke DASHED =
            new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {3, 3}, 0);

    private final PlotFrame frame = PlotFrame.create(LEFT, TEXT, RIGHT, TEXT);
    private final ChartSurface surface = new ChartSurface(this::paint);
    private Palette palette = Palette.light();
    private List<WaterfallStep> steps = List.of();
    private String totalText = "";
    private double total;

    public WaterfallChart() {
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinSize(160, 80);
        setPrefSize(420, 160);
        getChildren().add(surface);
        frame.across().setTickLabelsVisible(false);
        frame.across().setAxisLineVisible(false);
        setPalette(palette);
    }

    /**
     * @param newSteps the terms, in their order
     * @param newTotalText the sum of those that are on, as it is written
     */
    public void show(List<WaterfallStep> newSteps, String newTotalText) {
        steps = List.copyOf(newSteps);
        totalText = newTotalText;
        total = steps.stream().filter(WaterfallStep::on).mapToDouble(WaterfallStep::value).sum();
        StringBuilder words = new StringBuilder("Sum");
        steps.forEach(step -> words.append(step.on() ? " " : " without ").append(step.text()));
        setAccessibleText(words + ", total " + totalText);
        surface.requestPaint();
    }

    @Override
    public void setPalette(Palette newPalette) {
        palette = newPalette;
        frame.setPalette(palette);
        surface.requestPaint();
    }

    @Override
    protected void layoutChildren() {
        surface.resizeRelocate(0, 0, getWidth(), getHeight());
    }

    private void paint(Graphics2D graphics, int width, int height) {
        if (steps.isEmpty() || !frame.fits(width, height)) {
            return;
        }
        double low = Math.min(0, total);
        double high = Math.max(0, total);
        double level = 0;
        for (WaterfallStep step : steps) {
            low = Math.min(low, level + step.value());
            high = Math.max(high, level + step.value());
            level += step.on() ? step.value() : 0;
        }
        double extent = high > low ? high - low : 1;
        double tick = TickSteps.step(extent, Math.max(2, (height - frame.top() - frame.bottom()) / 30));
        PlotFrame.setAxis(frame.across(), 0, steps.size() + 1.0, 1, Figures.ticks(1));
        PlotFrame.setAxis(frame.up(), low - 0.04 * extent, high + 0.04 * extent, tick,
                tick >= 1 ? Figures.counts() : Figures.ticks(tick));
        frame.draw(graphics, width, height);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(Faces.drawn(Faces.SMALL));
        Scale scale = new Scale(low - 0.04 * extent, high + 0.04 * extent, width, height);
        graphics.setStroke(LINE);
        graphics.setPaint(PlotFrame.ink(palette.boxLine()));
        graphics.drawLine(frame.left(), scale.y(0), width - frame.right(), scale.y(0));
        drawBars(graphics, scale);
    }

    private void drawBars(Graphics2D graphics, Scale scale) {
        double level = 0;
        for (int bar = 0; bar < steps.size(); bar++) {
            WaterfallStep step = steps.get(bar);
            double end = level + step.value();
            drawBar(graphics, scale, bar, level, end, step.on() ? fill(step.kind()) : null, line(step.kind()));
            label(graphics, scale, bar, level, end, step.text(), step.on() ? palette.text() : palette.muted());
            level = step.on() ? end : level;
            graphics.setStroke(DASHED);
            graphics.setPaint(PlotFrame.ink(palette.muted()));
            graphics.drawLine(scale.right(bar) + 1, scale.y(level), scale.left(bar + 1) - 1, scale.y(level));
        }
        drawBar(graphics, scale, steps.size(), 0, total, palette.after(), palette.after());
        label(graphics, scale, steps.size(), 0, total, totalText, palette.text());
    }

    private Color fill(WaterfallStep.Kind kind) {
        return switch (kind) {
            case START -> palette.otherBars();
            case CORRECTION -> palette.beforeFill();
            case FAULT -> palette.overflowFill();
        };
    }

    private Color line(WaterfallStep.Kind kind) {
        return switch (kind) {
            case START -> palette.otherBars();
            case CORRECTION -> palette.beforeLine();
            case FAULT -> palette.overflowLine();
        };
    }

    private void drawBar(Graphics2D graphics, Scale scale, int bar, double from, double to, Color fill, Color line) {
        int top = Math.min(scale.y(from), scale.y(to));
        int size = Math.max(1, Math.abs(scale.y(from) - scale.y(to)));
        int across = scale.right(bar) - scale.left(bar);
        if (fill != null) {
            graphics.setPaint(PlotFrame.ink(fill));
            graphics.fillRect(scale.left(bar), top, across, size);
        }
        graphics.setStroke(fill == null ? DASHED : LINE);
        graphics.setPaint(PlotFrame.ink(line));
        graphics.drawRect(scale.left(bar), top, across, size);
    }

    /** Beyond the end of the bar, as far as there is room. */
    private void label(Graphics2D graphics, Scale scale, int bar, double from, double to, String text, Color color) {
        boolean below = to < from;
        int y = below ? Math.max(scale.y(to), scale.y(from)) + 12 : Math.min(scale.y(to), scale.y(from)) - 4;
        int wide = graphics.getFontMetrics().stringWidth(text);
        int x = (scale.left(bar) + scale.right(bar) - wide) / 2;
        graphics.setPaint(PlotFrame.ink(palette.pane()));
        graphics.fillRect(x - 1, y - 9, wide + 2, 11);
        graphics.setPaint(PlotFrame.ink(color));
        graphics.drawString(text, x, y);
    }

    /** Where bars and values stand on the surface. */
    private final class Scale {
        private final double low;
        private final double high;
        private final int width;
        private final int height;

        Scale(double low, double high, int width, int height) {
            this.low = low;
            this.high = high;
            this.width = width;
            this.height = height;
        }

        int y(double value) {
            int bottom = height - frame.bottom();
            return (int) Math.rint(bottom - (value - low) / (high - low) * (bottom - frame.top()));
        }

        int left(int bar) {
            return (int) Math.rint(frame.left() + (bar + (1 - BAR) / 2) * slot());
        }

        int right(int bar) {
            return (int) Math.rint(frame.left() + (bar + (1 + BAR) / 2) * slot());
        }

        private double slot() {
            return (width - frame.left() - frame.right()) / (steps.size() + 1.0);
        }
    }
}
