package org.quantscope.settings;

import java.util.List;
import java.util.Optional;
import org.quantscope.calibrate.RangeStatistics;

/**
 * What was observed of one layer.
 *
 * @param weight by output channel
 * @param input of the layer's input; empty while the network has not run
 * @param output of the layer's output after its fused activation; empty while the network has not run
 */
public record LayerStatistics(
        List<RangeStatistics> weight, Optional<RangeStatistics> input, Optional<RangeStatistics> output) {
    public LayerStatistics {
        weight = List.copyOf(weight);
    }

    /** The weight tensor as a whole. */
    public RangeStatistics weightTensor() {
        return weight.stream().reduce(new RangeStatistics(0, 0, 0), RangeStatistics::merge);
    }
}
