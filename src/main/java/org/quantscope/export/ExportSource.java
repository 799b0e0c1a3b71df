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
 * @param measured what is known of these settings beyond their parameters
 */
public record ExportSource(
        Model model, QuantSettings settings, ParameterDerivation derivation, Measurements measured) {

    /** Settings of which nothing was measured. */
    public ExportSource(Model model, QuantSettings settings, ParameterDerivation derivation) {
        this(model, settings, derivation, Measurements.NONE);
    }

    /** The same settings with what was measured of them. */
    public ExportSource withMeasured(Measurements newMeasured) {
        return new ExportSource(model, settings, derivation, newMeasured);
    }

    /** The parameters of every layer, in the order of the network. */
    public Map<String, LayerParams> params() {
        Map<String, LayerParams> params = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            params.put(layer.name(), derivation.derive(layer.name(), settings.layer(layer.name())));
        }
        return params;
    }

    /** Float against fake-quant at the output of layers, by name, in the order of the network, as far as measured. */
    public Map<String, QuantizationError> errors() {
        Map<String, QuantizationError> errors = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            LayerMeasurement measurement = measured.layers().get(layer.name());
            if (measurement != null) {
                errors.put(layer.name(), measurement.error());
            }
        }
        return errors;
    }
}
