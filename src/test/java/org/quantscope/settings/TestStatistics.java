package org.quantscope.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.quantscope.calibrate.Observer;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;

/** What would have been observed of a model built by hand. */
public final class TestStatistics {
    private TestStatistics() {}

    /** Weights as they are; every input was seen from −1.5 to 2.25, every output from 0 to 7. */
    public static ParameterDerivation observed(Model model) {
        return derivation(model, Optional.of(new RangeStatistics(-1.5f, 2.25f, 99)),
                Optional.of(new RangeStatistics(0f, 7f, 99)));
    }

    /** Weights as they are; the network has not run. */
    public static ParameterDerivation unobserved(Model model) {
        return derivation(model, Optional.empty(), Optional.empty());
    }

    public static ParameterDerivation derivation(
            Model model, Optional<RangeStatistics> input, Optional<RangeStatistics> output) {
        Map<String, LayerStatistics> statistics = new HashMap<>();
        for (Layer layer : model.layers()) {
            statistics.put(layer.name(), new LayerStatistics(Observer.perChannel(layer.weight()), input, output));
        }
        return new ParameterDerivation(statistics);
    }
}
