package org.quantscope.network;

import java.util.Map;

/**
 * What calibration has found so far.
 *
 * @param ranges of every layer, by its name; of the images that were seen
 * @param images how many images the smallest and largest values and the averages are of
 * @param counted how many images the histograms are of; 0 where none were wanted
 * @param complete whether nothing that was wanted is missing
 */
public record Calibration(Map<String, LayerRanges> ranges, int images, int counted, boolean complete) {}
