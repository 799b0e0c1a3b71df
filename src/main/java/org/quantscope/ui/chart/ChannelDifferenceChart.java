package org.quantscope.ui.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.function.IntConsumer;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.quantscope.analysis.TickSteps;

/**
 * A figure of every channel as bars over channel numbers and, where there is room, a second line of numbers. Channels
 * whose zero point is 0 are green. A click selects a channel.
 */
public final class ChannelDifferenceChart extends Region implements Themed {
    private static final double LABELLED_FROM = 19;
    private static final double ROOMY_FROM = 26;
    private static final double TIGHT = 10;
    private static final int LINE = 14;

    private final ChartSurface surface = new ChartSurface(this::paint);
    private final Label bubble = Faces.label("");
    private IntConsumer onSelect = channel -> {};
    private Palette palette = Palette.light();
    private double[] values = {};
    private double[] zeros = {};
    private String[] zeroTexts = {};
    private int selected = -1;

    public ChannelDifferenceChart() {
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText("Largest difference of every channel");
        setMinSize(80, 48);
        setPrefSize(330, 84);
        bubble.setManaged(false);
        bubble.setMouseTransparent(true);
        bubble.setVisible(false);
        getChildren().addAll(surface, bubble);
        setOnMouseMoved(this::readOut);
        setOnMouseExited(event -> bubble.setVisible(false));
        setOnMouseClicked(event -> {
            int channel = channelAt(event.getX());
            if (event.getButton() == MouseButton.PRIMARY && channel >= 0) {
                onSelect.accept(channel);
            }
        });
        setPalette(palette);
    }

    /**
     * @param newValues one for each channel, copied; NaN where it is not known yet
     * @param newZeros zero point of each channel
     * @param newZeroTexts the zero points as they are written
     * @param newSelected the selected channel
     */
    public void show(double[] newValues, double[] newZeros, String[] newZeroTexts, int newSelected) {
        values = newValues.clone();
        zeros = newZeros.clone();
        zeroTexts = newZeroTexts.clone();
        selected = newSelected;
        surface.requestPaint();
    }

    public void setOnSelect(IntConsumer listener) {
        onSelect = listener;
    }

    @Override
    public void setPalette(Palette newPalette) {
        palette = newPalette;
        Bubbles.style(bubble, palette);
        surface.requestPaint();
    }

    @Override
    protected void layoutChildren() {
        surface.resizeRelocate(0, 0, getWidth(), getHeight());
    }

    /** Whether there is room for the zero point under every channel. */
    public boolean showsZeroPoints() {
        return values.length > 0 && getWidth() / values.length >= LABELLED_FROM;
    }

    private AxisMap map(double width) {
        return new AxisMap(-0.5, values.length - 0.5, 0, Math.max(1, width));
    }

    private void paint(Graphics2D graphics, int width, int height) {
        if (values.length == 0) {
            return;
        }
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        AxisMap map = map(width);
        ChannelBars bars = ChannelBars.of(values, map);
        boolean zeroLine = showsZeroPoints();
        int base = height - (zeroLine ? 2 : 1) * LINE - 4;
        double largest = 0;
        for (double value : bars.values()) {
            largest = Math.max(largest, value);
        }
        for (int bar = 0; bar < bars.values().length; bar++) {
            int left = (int) Math.rint(map.toPixel(bars.centre(bar) - bars.width() / 2));
            int right = (int) Math.rint(map.toPixel(bars.centre(bar) + bars.width() / 2));
            double share = largest > 0 ? bars.values()[bar] / largest : 0;
            int tall = Math.max(2, (int) Math.rint(share * (base - 2)));
            graphics.setPaint(PlotFrame.ink(color(bars, bar)));
            graphics.fillRect(left, base - tall, Math.max(1, right - left), tall);
        }
        graphics.setPaint(PlotFrame.ink(palette.boxLine()));
        graphics.drawLine(0, base, width, base);
        numbers(graphics, map, base, zeroLine);
    }

    private Color color(ChannelBars bars, int bar) {
        int channel = bars.largest()[bar];
        if (bars.barOf(selected) == bar) {
            return palette.accentText();
        }
        return zeros[channel] == 0 ? palette.good() : palette.otherBars();
    }

    private void numbers(Graphics2D graphics, AxisMap map, int base, boolean zeroLine) {
        graphics.setFont(Faces.drawn(zeroLine && 1 / map.unitsPerPixel() < ROOMY_FROM ? TIGHT : Faces.SMALL));
        double step = zeroLine ? 1 : TickSteps.wholeStep(values.length, (int) Math.max(1, getWidth() / 34));
        for (double channel = 0; channel < values.length; channel += step) {
            int at = (int) channel;
            boolean own = at == selected;
            Color ink = own ? palette.accentText() : palette.muted();
            centred(graphics, Integer.toString(at), map.toPixel(at), base + LINE, ink, getWidth());
            if (zeroLine) {
                Color zeroInk = own ? palette.accentText() : zeros[at] == 0 ? palette.good() : palette.muted();
                centred(graphics, zeroTexts[at], map.toPixel(at), base + 2 * LINE, zeroInk, getWidth());
            }
        }
    }

    private static void centred(
            Graphics2D graphics, String text, double middle, int y, Color color, double room) {
        double wide = graphics.getFontMetrics().getStringBounds(text, graphics).getWidth();
        double left = Math.max(0, Math.min(room - wide, middle - wide / 2));
        graphics.setPaint(PlotFrame.ink(color));
        graphics.drawString(text, (float) left, y);
    }

    private int channelAt(double x) {
        if (values.length == 0) {
            return -1;
        }
        AxisMap map = map(getWidth());
        ChannelBars bars = ChannelBars.of(values, map);
        int bar = bars.barOf((int) Math.rint(map.toValue(x)));
        return bar < 0 ? -1 : bars.largest()[bar];
    }

    private void readOut(MouseEvent event) {
        int channel = channelAt(event.getX());
        String text = channel < 0
                ? ""
                : "channel " + channel + " · z " + zeroTexts[channel]
                        + (Double.isNaN(values[channel]) ? "" : " · " + Figures.value(values[channel]));
        Bubbles.show(bubble, text, event.getX(), event.getY(), this);
    }
}
