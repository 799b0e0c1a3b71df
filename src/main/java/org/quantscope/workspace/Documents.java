package org.quantscope.workspace;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.quantscope.export.SettingsExport;
import org.quantscope.export.SettingsFileReader;
import org.quantscope.model.Model;
import org.quantscope.quant.ParameterRules;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;

/** The files of the open network's settings, and the check that settings can be computed with at all. */
final class Documents {
    private Documents() {}

    /** The settings of a file; one that does not say how images are fed leaves that as it was {@code before}. */
    static QuantSettings read(Path file, Model model, ParameterDerivation derivation, QuantSettings before) {
        QuantSettings read = SettingsFileReader.read(file, model, derivation);
        return read.preprocessing().isPresent() ? read : read.withPreprocessing(before.preprocessing());
    }

    /** Whether a file's settings are for the folded network; where it does not say, the network stays as it is. */
    static boolean folded(Path file, Model model) {
        boolean folded = SettingsFileReader.folded(file).orElse(model.folded());
        return folded && model.isFoldable(); // what cannot be folded is refused with a sentence when it is read
    }

    /** @return what was saved and compared, one sentence */
    static String save(Path file, Model model, QuantSettings settings, ParameterDerivation derivation) {
        return SettingsExport.save(file, model, settings, derivation).sentence();
    }

    /**
     * The settings after a change; those that no kernel can run are refused.
     *
     * @param before layers that are as they were need no check
     * @param derivation empty before the first model, when there is nothing to check
     * @throws IllegalArgumentException with a sentence that names the layer
     */
    static QuantSettings checked(
            QuantSettings before, UnaryOperator<QuantSettings> change, Optional<ParameterDerivation> derivation) {
        QuantSettings next = change.apply(before);
        derivation.ifPresent(all -> check(before, next, all));
        return next;
    }

    private static void check(QuantSettings before, QuantSettings next, ParameterDerivation derivation) {
        for (Map.Entry<String, LayerSettings> entry : next.layers().entrySet()) {
            if (entry.getValue().equals(before.layers().get(entry.getKey()))) {
                continue;
            }
            ParameterRules.fault(derivation.derive(entry.getKey(), entry.getValue())).ifPresent(fault -> {
                throw new IllegalArgumentException("Layer '" + entry.getKey() + "': " + fault);
            });
        }
    }
}
