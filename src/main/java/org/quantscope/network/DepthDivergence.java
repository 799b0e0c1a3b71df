package org.quantscope.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quantscope.analysis.LayerDivergence;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.FloatTensor;

/** How the float, the fake-quant and the integer network come apart from layer to layer, on one input. */
public final class DepthDivergence {
    private DepthDivergence() {}

    /**
     * Runs the three networks and compares what every layer ends with, then the network's first output.
     *
     * @param integer the network of these parameters
     * @param params by layer name; a layer without an entry is float
     * @return the layers in the order of the network, the network's output last
     * @throws NetworkRunException with a sentence if ONNX Runtime fails
     * @throws java.util.concurrent.CancellationException if nobody wants the result any more
     */
    public static List<LayerDivergence> of(
            Model model,
            NetworkRunner real,
            SimulatedNetwork fakeQuant,
            IntegerNetwork integer,
            Map<String, LayerParams> params,
            FloatTensor networkInput,
            Cancellation cancellation) {
        try (Activations reals = real.run(networkInput);
                Activations fakes = fakeQuant.run(networkInput, params, cancellation);
                IntegerActivations integers = integer.run(networkInput, cancellation)) {
            List<LayerDivergence> divergences = new ArrayList<>();
            for (Layer layer : model.layers()) {
                cancellation.throwIfCancelled();
                LayerParams own = params.getOrDefault(layer.name(), LayerParams.FLOAT);
                divergences.add(LayerDivergence.of(layer.name(), reals.activated(layer), fakes.activated(layer),
                        integers.activated(layer), own.output()));
            }
            divergences.add(LayerDivergence.of(model.outputs().get(0).name(), reals.networkOutput(),
                    fakes.networkOutput(), integers.networkOutput(), Optional.empty()));
            return divergences;
        }
    }
}
