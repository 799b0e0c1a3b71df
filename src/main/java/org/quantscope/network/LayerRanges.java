package org.quantscope.network;

import org.quantscope.calibrate.RangeStatistics;

/**
 * What was seen of one layer.
 *
 * @param input of the tensor it reads
 * @param output of the tensor it writes, after its fused activation
 */
public record LayerRanges(RangeStatistics input, RangeStatistics output) {}
