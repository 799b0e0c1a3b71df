package org.quantscope.ui;

import org.quantscope.analysis.ErrorHistogram;

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

    /** What is to be counted. */
    record Request(OutputPlanes planes, int channel, OutputDifference which) {}

    static OutputErrors of(Request request) {
        OutputPlanes planes = request.planes();
        float[] plane = new float[planes.rows() * planes.columns()];
        double[] rms = new double[planes.channels()];
        double total = 0;
        for (int channel = 0; channel < rms.length; channel++) {
            planes.fill(request.which(), channel, plane);
            double sum = 0;
            for (float value : plane) {
                sum += (double) value * value;
            }
            total += sum;
            rms[channel] = Math.sqrt(sum / plane.length);
        }
        return new OutputErrors(
                ErrorHistogram.of(
                        (channel, into) -> planes.fill(request.which(), channel, into), rms.length, plane.length,
                        request.channel()),
                rms,
                Math.sqrt(total / plane.length / rms.length),
                request.channel(),
                request.which());
    }
}
