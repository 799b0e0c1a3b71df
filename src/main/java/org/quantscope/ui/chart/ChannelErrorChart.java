package org.quantscope.ui.chart;

import java.awt.Graphics2D;
import org.quantscope.analysis.TickSteps;

/** The error of every channel as bars, with the layer's as a dashed line. */
public final class ChannelErrorChart extends ChannelChart {
    private final int barLayer = frame.addBars();
    private final int selectedLayer = frame.addBars();
    private double[] errors = {};
    private double layerError = Double.NaN;

    public ChannelErrorChart() {
        super("Error per channel", "Error of every channel");
        shown(0, -1, "No outputs to compare yet");
        setPalette(Palette.light());
    }

    /**
     * @param newErrors one for each channel, copied; empty shows that there are none yet
     * @param newLayerError the same figure over all channels; NaN draws no line
     * @param newSelected the selected channel; negative for none
     * @param note what the figure is: "rms of fake − float"
     */
    public void show(double[] newErrors, double newLayerError, int newSelected, String note) {
        errors = newErrors.clone();
        layerError = newLayerError;
        header.setNote(errors.length == 0 ? "" : note);
        header.setKey(errors.length == 0 || Double.isNaN(layerError) ? "" : "layer " + layerText());
        shown(errors.length, newSelected, "No outputs to compare yet");
    }

    private String layerText() {
        return layerError >= 0.01 && layerError < 1000 ? Figures.fixed(layerError, 3) : Figures.value(layerError);
    }

    @Override
    void paintLayers(Palette colours) {
        frame.paintLayer(barLayer, colours.otherBars());
        frame.paintLayer(selectedLayer, colours.accentText());
    }

    @Override
    double[] heights() {
        return errors;
    }

    @Override
    String reading(int channel) {
        return Figures.value(errors[channel]);
    }

    @Override
    void draw(Graphics2D graphics, int width, int height, AxisMap map) {
        ChannelBars bars = ChannelBars.of(errors, map);
        double largest = Double.isFinite(layerError) ? layerError : 0;
        for (double value : errors) {
            largest = Double.isFinite(value) ? Math.max(largest, value) : largest;
        }
        double top = largest > 0 ? largest * 1.06 : 1;
        double upStep = TickSteps.step(top, ticks(height));
        PlotFrame.setAxis(frame.up(), 0, top, upStep, Figures.ticks(upStep));
        int own = selectedBar(bars);
        frame.plot().setDataset(barLayer, bars.rectangles(map, own, false));
        frame.plot().setDataset(selectedLayer, bars.rectangles(map, own, true));
        frame.draw(graphics, width, height);
        if (Double.isFinite(layerError)) {
            drawLine(graphics, width, height, layerError / top);
        }
    }
}
