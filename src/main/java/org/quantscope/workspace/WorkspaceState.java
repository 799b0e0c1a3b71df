package org.quantscope.workspace;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.quant.LayerParams;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;

/**
 * Everything the window shows, at one moment. Immutable: a view may keep it and compare it with the next one.
 *
 * @param model the open network; empty before the first one
 * @param settings the settings shown, a preview included
 * @param undoLabel what undo would take back
 * @param redoLabel what redo would bring back
 * @param saved whether the settings are as they were last saved or opened
 * @param settingsFile where they were saved or opened
 * @param derivation turns the settings into parameters; empty before the first model
 * @param focus the layer and the channels that the person looks at
 * @param input what the network is fed; empty until it ran
 * @param shown the latest result of the layer in focus; may be stale, see {@link #isShownCurrent()}
 * @param baselineSqnrDb SQNR of the layer in focus with min-max ranges and nothing set by hand, if that is known
 * @param summaries rows of the layer table that are known, by layer name; may be stale, see {@link #isCurrent}
 * @param inputSource where layers read from
 * @param inputVersions names of the inputs that layers have behind quantized layers, by layer; empty where they read
 *     from the float network
 * @param answer what the quantized network answers; may be stale, see {@link #isAnswerCurrent()}
 * @param engine which engine computes
 * @param openDimensions dimensions of the network's input that the file leaves open, with the values in use
 * @param task what is being done in the background, for a person; empty: nothing
 */
public record WorkspaceState(
        Optional<Model> model,
        QuantSettings settings,
        Optional<String> undoLabel,
        Optional<String> redoLabel,
        boolean saved,
        Optional<Path> settingsFile,
        Optional<ParameterDerivation> derivation,
        Focus focus,
        Optional<InputState> input,
        Optional<LayerResult> shown,
        Optional<Double> baselineSqnrDb,
        Map<String, LayerSummary> summaries,
        InputSource inputSource,
        Map<String, Long> inputVersions,
        Optional<NetworkAnswer> answer,
        EngineStatus engine,
        List<OpenDimension> openDimensions,
        Optional<String> task) {
    public WorkspaceState {
        summaries = Map.copyOf(summaries);
        inputVersions = Map.copyOf(inputVersions);
        openDimensions = List.copyOf(openDimensions);
    }

    /** The layer in focus. */
    public Optional<Layer> layer() {
        return model.flatMap(open -> open.layer(focus.layer()));
    }

    /** The choices for the layer in focus. */
    public LayerSettings layerSettings() {
        return settings.layer(focus.layer());
    }

    /** The parameters of a layer that follow from the settings shown. */
    public Optional<LayerParams> params(String layer) {
        return model.flatMap(open -> open.layer(layer))
                .flatMap(found -> derivation.map(all -> all.derive(layer, settings.layer(layer))));
    }

    /** The parameters of the layer in focus. */
    public Optional<LayerParams> params() {
        return params(focus.layer());
    }

    /** Whether the result shown belongs to these settings, this layer and this input. */
    public boolean isShownCurrent() {
        return shown.isPresent()
                && shown.get().layer().name().equals(focus.layer())
                && params().filter(shown.get().params()::equals).isPresent()
                && isInput(focus.layer(), shown.get().inputVersion());
    }

    /** Whether a row of the layer table belongs to these settings and this input. */
    public boolean isCurrent(String layer) {
        LayerSummary summary = summaries.get(layer);
        return summary != null
                && params(layer).filter(summary.params()::equals).isPresent()
                && isInput(layer, summary.inputVersion());
    }

    /** Whether the answer belongs to these settings and this input. */
    public boolean isAnswerCurrent() {
        return answer.isPresent()
                && input.filter(given -> given.version() == answer.get().inputVersion()).isPresent()
                && answer.get().params().equals(networkParams());
    }

    /** The parameters of every layer, by name, in the order of the network. */
    public Map<String, LayerParams> networkParams() {
        return model.isPresent() && derivation.isPresent()
                ? WholeNetwork.params(model.get(), settings, derivation.get())
                : Map.of();
    }

    /** Names what a layer reads now; the network has been fed. */
    long inputVersion(String layer) {
        Long own = inputVersions.get(layer);
        return own == null ? input.orElseThrow().version() : own;
    }

    private boolean isInput(String layer, long version) {
        return input.isPresent() && inputVersion(layer) == version;
    }
}
