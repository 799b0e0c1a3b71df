package org.quantscope.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.quantscope.export.SettingsFileReader;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.WeightSettings;
import org.quantscope.workspace.OpenModel;

/** What a command computes a layer with: the settings file's word, or the defaults of {@code compare}. */
final class LayerChoices {
    private LayerChoices() {}

    /** Default weights and input, a 32-bit bias, no output quantizer, no fused activation. */
    static LayerSettings defaults() {
        return LayerSettings.FLOAT
                .withWeight(Optional.of(WeightSettings.DEFAULT))
                .withInput(Optional.of(ActivationSettings.DEFAULT))
                .withBiasBits(OptionalInt.of(32));
    }

    static LayerSettings read(Model model, Layer layer, Optional<Path> settings) {
        return settings.map(file -> SettingsFileReader.read(file, model, OpenModel.of(model).derivation())
                        .layer(layer.name()))
                .orElseGet(LayerChoices::defaults);
    }
}
