package org.quantscope.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.quantscope.calibrate.MovingRange;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.calibrate.WeightStatistics;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;

/** What would have been observed of a model built by hand. */
public final class TestStatistics {
    private TestStatistics() {}

    /** Weights as they are; every input was seen from −1.5 to 2.25, every output from 0 to 7. */
    public static ParameterDerivation observed(Model model) {
        return derivation(model, Optional.of(seen(-1.5f, 2.25f)),
                Optional.of(seen(0f, 7f)));
    }

    private static RangeStatistics seen(float min, float max) {
        MovingRange moving = new MovingRange(0.75f * min, 0.75f * max, 0.9f * max, 0.95f * max);
        return new RangeStatistics(min, max, 99).withMoving(moving);
    }

    /** Weights as they are; the network has not run. */
    public static ParameterDerivation unobserved(Model model) {
        return derivation(model, Optional.empty(), Optional.empty());
    }

    public static ParameterDerivation derivation(
            Model model, Optional<RangeStatistics> input, Optional<RangeStatistics> output) {
        Map<String, LayerStatistics> statistics = new HashMap<>();
        for (Layer layer : model.layers()) {
            statistics.put(layer.name(), new LayerStatistics(WeightStatistics.of(layer.weight()), input, output));
        }
        return new ParameterDerivation(statistics);
    }
}
