package org.quantscope.network;

import java.util.Map;
import org.quantscope.conv.Cancellation;
import org.quantscope.model.Model;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.FloatTensor;

/**
 * The fake-quant network in ONNX Runtime: one session for any parameters, which are fed like an input. Safe to use from
 * several threads; runs follow one another.
 */
public final class SimulatedNetwork implements AutoCloseable {
    private final NetworkRunner runner;

    private SimulatedNetwork(NetworkRunner runner) {
        this.runner = runner;
    }

    /**
     * Opens the network of a model's file.
     *
     * @param threads of ONNX Runtime within one operator, at least 1
     * @throws NetworkRunException with a sentence if ONNX Runtime cannot open the network
     */
    public static SimulatedNetwork open(Model model, int threads) {
        return new SimulatedNetwork(NetworkRunner.open(model));
    }

    /**
     * The network's first output.
     *
     * @param networkInput the input that gets the image, in the network's own shape
     * @param params by layer name; a layer without an entry is float
     * @throws java.util.concurrent.CancellationException if nobody wants the result any more
     */
    public FloatTensor predict(FloatTensor networkInput, Map<String, LayerParams> params, Cancellation cancellation) {
        cancellation.throwIfCancelled();
        requireFloat(params);
        return runner.predict(networkInput);
    }

    /** Every layer's input, output and activated output, to be closed by the caller; else as {@link #predict}. */
    public Activations run(FloatTensor networkInput, Map<String, LayerParams> params, Cancellation cancellation) {
        cancellation.throwIfCancelled();
        requireFloat(params);
        return runner.run(networkInput);
    }

    /** Ends the run that is under way, if there is one: it throws a CancellationException. */
    public void terminate() {}

    @Override
    public void close() {
        runner.close();
    }

    private static void requireFloat(Map<String, LayerParams> params) {
        if (!params.isEmpty()) {
            throw new UnsupportedOperationException("Quantized layers are not simulated yet.");
        }
    }
}
