package org.quantscope.workspace;

import java.util.Map;
import org.quantscope.settings.LayerStatistics;

/**
 * Ranges of weights, inputs and outputs, and what they were observed on.
 *
 * @param statistics by layer name
 * @param source for a person: {@code 256 calibration images}
 */
record ObservedRanges(Map<String, LayerStatistics> statistics, String source) {
    ObservedRanges {
        statistics = Map.copyOf(statistics);
    }
}
