package org.quantscope.export;

import java.util.LinkedHashMap;
import java.util.Map;
import org.quantscope.analysis.QuantizationError;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.quant.LayerParams;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;

/**
 * What is exported.
 *
 * @param derivation turns the settings into the parameters that the kernels run with
 * @param errors float against fake-quant at the output of layers, by name, as far as they were measured
 */
public record ExportSource(
        Model model, QuantSettings settings, ParameterDerivation derivation, Map<String, QuantizationError> errors) {
    public ExportSource {
        errors = Map.copyOf(errors);
    }

    /** The parameters of every layer, in the order of the network. */
    public Map<String, LayerParams> params() {
        Map<String, LayerParams> params = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            params.put(layer.name(), derivation.derive(layer.name(), settings.layer(layer.name())));
        }
        return params;
    }
}
