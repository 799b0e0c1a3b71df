package org.quantscope.workspace;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.quantscope.model.Layer;

/** Layer inputs from the latest run of the quantized network, with their versions. Of the publisher's thread. */
final class AccumulatedInputs {
    /**
     * What a run gave.
     *
     * @param versions of the inputs, by layer
     * @param inputs the inputs
     */
    record Run(Map<String, Long> versions, LayerInputs inputs) {}

    private Optional<Run> latest = Optional.empty();

    void accept(Run run) {
        latest.ifPresent(before -> {
            run.inputs().keep(before.inputs(),
                    layer -> before.versions().get(layer).equals(run.versions().get(layer)));
            before.inputs().close();
        });
        latest = Optional.of(run);
    }

    void clear() {
        latest.ifPresent(before -> before.inputs().close());
        latest = Optional.empty();
    }

    /** Whether all inputs of these versions are there. */
    boolean has(Map<String, Long> versions) {
        return latest.isPresent() && latest.get().versions().equals(versions);
    }

    /** The float network's inputs, those with a version replaced; one that is not there yet comes to nothing. */
    LayerInputs over(LayerInputs floats, Map<String, Long> versions) {
        Optional<Run> run = latest;
        return new LayerInputs(layer -> {
            if (!versions.containsKey(layer.name())) {
                return floats.of(layer);
            }
            if (!isThere(run, layer, versions)) {
                throw new CancellationException("the quantized network has not run yet");
            }
            return run.get().inputs().of(layer);
        }, layer -> !versions.containsKey(layer.name()) || isThere(run, layer, versions), () -> {});
    }

    private static boolean isThere(Optional<Run> run, Layer layer, Map<String, Long> versions) {
        return run.isPresent() && versions.get(layer.name()).equals(run.get().versions().get(layer.name()));
    }
}
