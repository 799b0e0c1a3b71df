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
}
