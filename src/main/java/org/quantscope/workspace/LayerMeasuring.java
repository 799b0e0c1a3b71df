package org.quantscope.workspace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quantscope.analysis.ErrorHistogram;
import org.quantscope.analysis.ErrorSpread;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelOutputs;
import org.quantscope.conv.engine.ConvEngine;
import org.quantscope.conv.engine.Crew;
import org.quantscope.export.LayerMeasurement;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.network.Activations;
import org.quantscope.network.NetworkRunner;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.FloatTensor;

/** The figures of the window's layer table for one input, without a window: each layer reads from the float network. */
public final class LayerMeasuring {
    private final Model model;
    private final Map<String, LayerParams> params;
    private final LayerComputation computation;

    /**
     * @param params by layer name, of every layer
     * @param engine what computes
     */
    public LayerMeasuring(Model model, Map<String, LayerParams> params, ConvEngine engine) {
        this.model = model;
        this.params = params;
        this.computation = new LayerComputation(() -> engine, Crew.ofThisMachine());
    }

    /**
     * Runs the float network once and every layer three ways.
     *
     * @param networkInput in the network's own shape
     * @return by layer name, in the order of the network
     * @throws org.quantscope.network.NetworkRunException with a sentence if the network cannot be run
     * @throws IllegalArgumentException with a sentence if a layer cannot be computed with these parameters
     */
    public Map<String, LayerMeasurement> measure(FloatTensor networkInput) {
        Map<String, LayerMeasurement> measured = new LinkedHashMap<>();
        try (NetworkRunner runner = NetworkRunner.open(model);
                Activations activations = runner.run(networkInput)) {
            for (Layer layer : model.layers()) {
                FloatTensor input = activations.input(layer);
                LayerComputation.Request request = new LayerComputation.Request(
                        layer, () -> input, 0, params.get(layer.name()), Optional.empty());
                computation.run(request, result -> measured.put(layer.name(), measurement(result)), Cancellation.NEVER);
            }
        } finally {
            computation.forget();
        }
        return measured;
    }

    private static LayerMeasurement measurement(LayerResult result) {
        return new LayerMeasurement(
                result.report().error(), result.report().worstChannel(), result.report().mismatch(), result.headroom(),
                Optional.of(errors(result)));
    }

    private static ErrorHistogram errors(LayerResult result) {
        List<ErrorSpread> spreads = new ArrayList<>();
        for (int channel = 0; channel < result.planes().channelCount(); channel++) {
            spreads.add(spread(result.planes().channel(channel).orElseThrow()));
        }
        int values = result.planes().output().size() / Math.max(1, spreads.size());
        return ErrorHistogram.of(spreads, result.report().worstChannel(), values);
    }

    private static ErrorSpread spread(ChannelOutputs channel) {
        float[] difference = new float[channel.real().length];
        for (int at = 0; at < difference.length; at++) {
            difference[at] = channel.fakeQuant()[at] - channel.real()[at];
        }
        return ErrorSpread.of(difference);
    }
}
