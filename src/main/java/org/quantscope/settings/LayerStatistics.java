package org.quantscope.settings;

import java.util.Optional;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.calibrate.WeightStatistics;

/**
 * What was observed of one layer.
 *
 * @param weight by output channel and as a whole
 * @param input of the layer's input; empty while the network has not run
 * @param output of the layer's output after its fused activation; empty while the network has not run
 */
public record LayerStatistics(
        WeightStatistics weight, Optional<RangeStatistics> input, Optional<RangeStatistics> output) {}
