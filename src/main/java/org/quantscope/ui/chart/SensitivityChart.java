package org.quantscope.ui.chart;

import java.awt.Graphics2D;
import java.text.NumberFormat;
import org.quantscope.analysis.TickSteps;

/**
 * What every layer does to the network's answer, in the network's order: bars over a logarithmic axis, because few layers
 * do most of it. Layers after which little of the answer is left are red.
 */
public final class SensitivityChart extends ChannelChart {
    /** What lies further below the largest figure is not told apart any more. */
    private static final int MOST_DECADES = 6;

    private final int barLayer = frame.addBars();
    private final int lowLayer = frame.addBars();
    private final int selectedLayer = frame.addBars();
    private LayerBars bars = LayerBars.NONE;
    private double[] heights = {};
    private int floor;
    private int decades = 1;

    public SensitivityChart() {
        super("Effect on the answer", "Effect of every layer on the network's answer");
        header.setSignDashed(false);
        show(LayerBars.NONE, -1, "Not measured yet");
        setPalette(Palette.light());
    }

    /**
     * @param newSelected place of the layer in focus; negative for none
     * @param without what stands in the place of bars where there are none
     */
    public void show(LayerBars newBars, int newSelected, String without) {
        bars = newBars;
        scale();
        header.setNote(bars.size() == 0 ? "" : bars.note());
        shown(bars.size(), newSelected, without);
    }

    /** Whole decades from just below the smallest figure to just above the largest. */
    private void scale() {
        double smallest = Double.POSITIVE_INFINITY;
        double largest = 0;
        for (double value : bars.values()) {
            if (value > 0 && Double.isFinite(value)) {
                smallest = Math.min(smallest, value);
                largest = Math.max(largest, value);
            }
        }
        int top = largest > 0 ? (int) Math.ceil(Math.log10(largest) + 1e-9) : 0;
        int bottom = largest > 0 ? (int) Math.floor(Math.log10(smallest) - 0.2) : -1;
        floor = Math.max(top - MOST_DECADES, Math.min(bottom, top - 1));
        decades = top - floor;
        heights = new double[bars.size()];
        for (int layer = 0; layer < heights.length; layer++) {
            double value = bars.values()[layer];
            heights[layer] = value > 0 ? Math.max(0.02 * decades, Math.min(decades, Math.log10(value) - floor)) : 0;
        }
    }

    @Override
    void paintLayers(Palette colours) {
        frame.paintLayer(barLayer, colours.otherBars());
        frame.paintLayer(lowLayer, colours.overflowLine());
        frame.paintLayer(selectedLayer, colours.accentText());
    }

    @Override
    double[] heights() {
        return heights;
    }

    @Override
    String name(int layer) {
        return (layer + 1) + " " + bars.names().get(layer);
    }

    @Override
    String reading(int layer) {
        return Double.isNaN(bars.values()[layer]) ? "not measured yet" : bars.readings().get(layer);
    }

    @Override
    NumberFormat numbers() {
        return Figures.relabelled(place -> Long.toString((long) Math.rint(place) + 1));
    }

    @Override
    void draw(Graphics2D graphics, int width, int height, AxisMap map) {
        double step = TickSteps.wholeStep(decades, ticks(height));
        PlotFrame.setAxis(frame.up(), 0, decades, step, Figures.relabelled(at -> power(floor + (int) Math.rint(at))));
        ChannelBars all = ChannelBars.of(heights, map);
        int own = selectedBar(all);
        frame.plot().setDataset(barLayer, all.rectangles(map, own, false));
        frame.plot().setDataset(lowLayer, ChannelBars.of(onlyLow(), map).rectangles(map, own, false));
        frame.plot().setDataset(selectedLayer, all.rectangles(map, own, true));
        frame.draw(graphics, width, height);
    }

    private double[] onlyLow() {
        double[] low = new double[heights.length];
        for (int layer = 0; layer < low.length; layer++) {
            low[layer] = bars.low()[layer] ? heights[layer] : 0;
        }
        return low;
    }

    /** A power of ten as an axis writes it: plain from 0.001 to 1000, else {@code 10⁻⁵}. */
    static String power(int exponent) {
        if (exponent >= -3 && exponent <= 3) {
            return Figures.brief(Math.pow(10, exponent));
        }
        return "10" + (exponent < 0 ? "⁻" : "") + Figures.superscript(Math.abs(exponent));
    }
}
