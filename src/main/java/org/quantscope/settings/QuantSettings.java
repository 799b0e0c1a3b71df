package org.quantscope.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Everything the user chose for one network: the document that is edited, undone, saved and opened.
 *
 * @param layers choices by layer name, in the order of the network; a layer without an entry stays float
 * @param preprocessing how images become the network's input, if that was said
 * @param folded whether the choices are for the layers with BatchNormalization folded into them
 */
public record QuantSettings(
        Map<String, LayerSettings> layers, Optional<Preprocessing> preprocessing, boolean folded) {
    public static final QuantSettings EMPTY = new QuantSettings(Map.of(), Optional.empty());

    public QuantSettings {
        layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    }

    /** Settings of a network as it is stored. */
    public QuantSettings(Map<String, LayerSettings> layers, Optional<Preprocessing> preprocessing) {
        this(layers, preprocessing, false);
    }

    public LayerSettings layer(String name) {
        return layers.getOrDefault(name, LayerSettings.FLOAT);
    }

    public QuantSettings withLayer(String name, UnaryOperator<LayerSettings> change) {
        Map<String, LayerSettings> changed = new LinkedHashMap<>(layers);
        changed.put(name, change.apply(layer(name)));
        return new QuantSettings(changed, preprocessing, folded);
    }

    public QuantSettings withPreprocessing(Optional<Preprocessing> newPreprocessing) {
        return new QuantSettings(layers, newPreprocessing, folded);
    }

    public QuantSettings withFolded(boolean newFolded) {
        return new QuantSettings(layers, preprocessing, newFolded);
    }
}
