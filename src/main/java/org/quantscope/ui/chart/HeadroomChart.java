package org.quantscope.ui.chart;

import java.awt.Graphics2D;

/**
 * How many bits of its accumulator every channel needs: a pale bar for the worst case of its weights, a strong one before it
 * for the current input, and a dashed line at the width of the register, past which both are red.
 */
public final class HeadroomChart extends ChannelChart {
    private static final int[] STEPS = {4, 8, 16, 32};

    private final int worstLayer = frame.addBars();
    private final int worstSelected = frame.addBars();
    private final int worstPast = frame.addBars();
    private final int observedLayer = frame.addBars();
    private final int observedSelected = frame.addBars();
    private final int observedPast = frame.addBars();
    private HeadroomBars bars = HeadroomBars.NONE;
    private double[] worst = {};
    private double[] observed = {};

    public HeadroomChart() {
        super("Accumulator bits", "Bits of the accumulator that every channel needs");
        show(HeadroomBars.NONE, -1, "No sums yet");
        setPalette(Palette.light());
    }

    /**
     * @param newSelected the selected channel; negative for none
     * @param without why there are no bars, where there are none
     */
    public void show(HeadroomBars newBars, int newSelected, String without) {
        bars = newBars;
        worst = HeadroomBars.heights(bars.worstCase());
        observed = HeadroomBars.heights(bars.observed());
        header.setNote(bars.channels() == 0 ? "" : "bits: worst case pale, this input strong");
        header.setKey(bars.channels() == 0 ? "" : bars.limitName());
        shown(bars.channels(), newSelected, without);
    }

    @Override
    void paintLayers(Palette colours) {
        frame.paintLayer(worstLayer, colours.border());
        frame.paintLayer(worstSelected, colours.beforeFill());
        frame.paintLayer(worstPast, colours.overflowFill());
        frame.paintLayer(observedLayer, colours.otherBars());
        frame.paintLayer(observedSelected, colours.accentText());
        frame.paintLayer(observedPast, colours.overflowLine());
    }

    @Override
    double[] heights() {
        return worst;
    }

    @Override
    String reading(int channel) {
        return "worst case " + bars.worstCase()[channel] + " bits · this input " + bars.observed()[channel]
                + " bits, |acc| ≤ " + Figures.count(bars.largest()[channel]);
    }

    @Override
    void draw(Graphics2D graphics, int width, int height, AxisMap map) {
        double top = bars.limit() + 2;
        for (double bits : worst) {
            top = Math.max(top, bits + 1);
        }
        PlotFrame.setAxis(frame.up(), 0, top, step(top, ticks(height)), Figures.ticks(1));
        ChannelBars light = ChannelBars.of(worst, map);
        ChannelBars dark = ChannelBars.of(observed, map);
        int own = selectedBar(light);
        int limit = bars.limit();
        frame.plot().setDataset(worstLayer, light.part(map, own, false, 0, limit));
        frame.plot().setDataset(worstSelected, light.part(map, own, true, 0, limit));
        frame.plot().setDataset(worstPast, light.part(map, -1, false, limit, top));
        frame.plot().setDataset(observedLayer, dark.part(map, own, false, 0, limit));
        frame.plot().setDataset(observedSelected, dark.part(map, own, true, 0, limit));
        frame.plot().setDataset(observedPast, dark.part(map, -1, false, limit, top));
        frame.draw(graphics, width, height);
        drawLine(graphics, width, height, limit / top);
    }

    private static int step(double top, int ticks) {
        for (int step : STEPS) {
            if (top / step <= ticks) {
                return step;
            }
        }
        return STEPS[STEPS.length - 1];
    }
}
