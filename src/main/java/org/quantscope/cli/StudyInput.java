package org.quantscope.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quantscope.export.SettingsFileReader;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.network.DataSet;
import org.quantscope.network.NetworkComparison;
import org.quantscope.network.SimulatedNetwork;
import org.quantscope.quant.LayerParams;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;
import org.quantscope.workspace.OpenModel;

/**
 * What {@code evaluate} and {@code sensitivity} are given.
 *
 * @param model the network, folded if the settings say so
 * @param remarks what a person must know of it
 * @param params of every layer, in the order of the network
 * @param data the images
 */
record StudyInput(Model model, List<String> remarks, Map<String, LayerParams> params, DataSet data) {
    private static final int MOST_THREADS = 2;

    static StudyInput read(Folding folding, Path file, Path settings, Path images, DataOptions options) {
        Folding.Opened opened = folding.open(file, Optional.of(settings));
        Model model = opened.model();
        ParameterDerivation ofWeights = OpenModel.of(model).derivation();
        QuantSettings choices = SettingsFileReader.read(settings, model, ofWeights);
        DataSet data = options.open(images, model, choices.preprocessing());
        ParameterDerivation derivation = new ActivationRanges(model, choices, String.valueOf(settings.getFileName()))
                .complete(ofWeights, Optional.empty(), options, "let init write settings with every range");
        Map<String, LayerParams> params = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            params.put(layer.name(), derivation.derive(layer.name(), choices.layer(layer.name())));
        }
        return new StudyInput(model, opened.remarks(), params, data);
    }

    /** The session, to be closed by the caller. */
    SimulatedNetwork open() {
        return SimulatedNetwork.open(
                model, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
    }

    NetworkComparison comparison(SimulatedNetwork network) {
        return new NetworkComparison(network, data);
    }
}
