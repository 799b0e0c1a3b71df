package org.quantscope.workspace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.quantscope.calibrate.Observer;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.quant.Clamp;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.LayerStatistics;
import org.quantscope.settings.Preprocessing;
import org.quantscope.settings.QuantSettings;

/**
 * A model with what was observed of its weights.
 *
 * @param model the network
 * @param weightStatistics by layer name; inputs and outputs not observed yet
 */
public record OpenModel(Model model, Map<String, LayerStatistics> weightStatistics) {
    public static OpenModel of(Model model) {
        Map<String, LayerStatistics> statistics = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            statistics.put(layer.name(), new LayerStatistics(
                    Observer.perChannel(layer.weight()), Optional.empty(), Optional.empty()));
        }
        return new OpenModel(model, statistics);
    }

    /** What the model opens with. */
    public QuantSettings initialSettings(Optional<Preprocessing> preprocessing) {
        Map<String, LayerSettings> layers = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            Optional<Clamp> clamp = layer.activation().map(fused -> new Clamp(fused.lo(), fused.hi()));
            layers.put(layer.name(), LayerSettings.initial(clamp));
        }
        return new QuantSettings(layers, preprocessing);
    }
}
