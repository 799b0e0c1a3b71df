package org.quantscope.workspace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.quant.LayerParams;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;

/**
 * The quantized network around the layer that is looked at: what it answers, and, if that is wanted, what it hands each
 * layer. Of the publisher's thread.
 */
final class WholeNetwork {
    private final NetworkAnswerWork answers;
    private final InputVersions versions = new InputVersions();
    private InputSource source = InputSource.ISOLATED;

    /**
     * @param onAnswer told of every answer
     * @param changed told when something is done or begun
     */
    WholeNetwork(Workers workers, Consumer<RuntimeException> problem, Runnable onAnswer, Runnable changed) {
        this.answers = new NetworkAnswerWork(workers, problem, onAnswer, changed);
    }

    InputSource source() {
        return source;
    }

    void use(InputSource newSource) {
        source = newSource;
    }

    NetworkAnswerWork answers() {
        return answers;
    }

    /** Versions of the inputs that take the place of the float network's; empty where layers read from that. */
    Map<String, Long> inputVersions(
            Optional<OpenModel> model,
            QuantSettings settings,
            Optional<ParameterDerivation> derivation,
            Optional<InputWork.Ready> ready) {
        boolean runs = source == InputSource.ACCUMULATED && model.isPresent() && derivation.isPresent()
                && ready.flatMap(InputWork.Ready::output).isPresent();
        return runs
                ? versions.of(model.get().model(), ready.get().shown().version(),
                        params(model.get().model(), settings, derivation.get()))
                : Map.of();
    }

    /** The parameters of every layer, by name, in the order of the network. */
    static Map<String, LayerParams> params(Model model, QuantSettings settings, ParameterDerivation derivation) {
        Map<String, LayerParams> params = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            params.put(layer.name(), derivation.derive(layer.name(), settings.layer(layer.name())));
        }
        return params;
    }

    /** What the layers read that the state shows. */
    InputWork.Ready inputs(WorkspaceState state, InputWork.Ready floats) {
        return state.inputVersions().isEmpty()
                ? floats
                : floats.withInputs(answers.accumulated().over(floats.inputs(), state.inputVersions()));
    }
}
