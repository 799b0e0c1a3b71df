package org.quantscope.export;

import java.util.LinkedHashMap;
import java.util.Map;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;

/**
 * Writes {@code *.quantscope.json}: the derived parameters in full, and the choices behind them. The same settings give
 * the same bytes on every machine.
 */
public final class SettingsFileWriter {
    static final int VERSION = 1;

    private SettingsFileWriter() {}

    /**
     * The bytes of the file, layers in the model's order.
     *
     * @throws IllegalArgumentException with a sentence if the settings name a layer that the model lacks, or are for a
     *     folded model and this one is not, or the other way round
     */
    public static byte[] render(Model model, QuantSettings settings, ParameterDerivation derivation) {
        return render(model, settings, derivation, Map.of());
    }

    /**
     * As {@link #render(Model, QuantSettings, ParameterDerivation)}, beside a file of another format.
     *
     * @param beside what is said of that file under the key {@code export}; empty: there is none
     */
    static byte[] render(
            Model model, QuantSettings settings, ParameterDerivation derivation, Map<String, Object> beside) {
        for (String name : settings.layers().keySet()) {
            if (model.layer(name).isEmpty()) {
                throw new IllegalArgumentException("The settings name the layer " + Quoted.text(name)
                        + ", which the model " + Quoted.text(model.fileName()) + " lacks.");
            }
        }
        if (settings.folded() != model.folded()) {
            throw new IllegalArgumentException("The settings are for " + Quoted.text(model.fileName())
                    + (settings.folded() ? " with its BatchNormalization folded" : " as it is stored")
                    + ", and the model is open the other way; fold or unfold it first.");
        }
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("file", model.fileName());
        file.put("sha256", model.sha256());
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("quantscope", VERSION);
        if (!beside.isEmpty()) {
            root.put("export", beside);
        }
        root.put("model", file);
        root.put("folded", settings.folded());
        settings.preprocessing().ifPresent(given -> root.put("preprocessing", PreprocessingEntry.write(given)));
        Map<String, Object> layers = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            if (settings.layers().containsKey(layer.name())) {
                layers.put(layer.name(), new LayerEntry(layer, derivation).write(settings.layer(layer.name())));
            }
        }
        root.put("layers", layers);
        return JsonText.bytes(root);
    }
}
