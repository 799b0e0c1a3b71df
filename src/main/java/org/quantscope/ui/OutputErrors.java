package org.quantscope.ui;

import org.quantscope.analysis.ErrorHistogram;
import org.quantscope.tensor.Shape;

/**
 * How a difference of outputs is spread, over values and over channels.
 *
 * @param histogram counts of all values, and of the shown channel alone
 * @param channelRms root mean square of each channel
 * @param layerRms root mean square of all values
 * @param channel the shown channel
 * @param which the difference
 */
record OutputErrors(
        ErrorHistogram histogram, double[] channelRms, double layerRms, int channel, OutputDifference which) {

    /**
     * What is to be counted.
     *
     * @param values the difference (C, H, W); not written to while it is counted
     */
    record Request(float[] values, int channels, int rows, int columns, int channel, OutputDifference which) {}

    static OutputErrors of(Request request) {
        float[] values = request.values();
        int plane = request.rows() * request.columns();
        double[] rms = new double[request.channels()];
        double total = 0;
        for (int channel = 0; channel < rms.length; channel++) {
            double sum = 0;
            for (int i = channel * plane; i < (channel + 1) * plane; i++) {
                sum += (double) values[i] * values[i];
            }
            total += sum;
            rms[channel] = Math.sqrt(sum / plane);
        }
        Shape shape = Shape.of(1, request.channels(), request.rows(), request.columns());
        return new OutputErrors(
                ErrorHistogram.of(values, shape, request.channel()),
                rms,
                Math.sqrt(total / values.length),
                request.channel(),
                request.which());
    }
}
