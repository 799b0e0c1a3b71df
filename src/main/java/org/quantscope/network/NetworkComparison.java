package org.quantscope.network;

import java.util.Map;
import java.util.OptionalInt;
import org.quantscope.analysis.ImageOutcome;
import org.quantscope.conv.Cancellation;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * The float network beside the quantized one on a data set, one image after another. The float network's answer to an
 * image is computed once and serves every set of parameters, as long as there is room for it: what is kept has a limit, so
 * memory grows neither with the images' size nor with their number. For one thread at a time.
 */
public final class NetworkComparison {
    /** Floats that are kept of inputs, and of outputs: 32 MB each. */
    private static final long BUDGET = 8L << 20;

    private final SimulatedNetwork network;
    private final DataSet data;
    private final KeptTensors inputs = new KeptTensors(BUDGET);
    private final KeptTensors floatOutputs = new KeptTensors(BUDGET);

    public NetworkComparison(SimulatedNetwork network, DataSet data) {
        this.network = network;
        this.data = data;
    }

    /** The images. */
    public DataSet data() {
        return data;
    }

    /**
     * Compares the answers to one image.
     *
     * @param params by layer name; a layer without an entry is float
     * @throws java.util.concurrent.CancellationException if nobody wants the result any more
     * @throws NetworkRunException with a sentence if the network cannot be run or its answer is not finite
     * @throws org.quantscope.tensor.UnreadableInputException with a sentence if the image cannot be read
     */
    public ImageOutcome compare(int image, Map<String, LayerParams> params, Cancellation cancellation) {
        FloatTensor input = inputs.get(image, data::input);
        FloatTensor reference = floatOutputs.get(image, index -> network.predict(input, Map.of(), cancellation));
        FloatTensor answer = params.isEmpty() ? reference : network.predict(input, params, cancellation);
        return ImageOutcome.of(
                image, values(image, reference), values(image, answer), label(image, reference.shape()));
    }

    /** One image's share of the output: the input may have a fixed batch, which repeats the image. */
    private float[] values(int image, FloatTensor output) {
        int batch = data.inputShape().rank() < 2 ? 1 : data.inputShape().extent(0);
        boolean repeated = batch > 1 && output.shape().rank() > 1 && output.shape().extent(0) == batch;
        float[] values = new float[repeated ? output.size() / batch : output.size()];
        System.arraycopy(output.data(), 0, values, 0, values.length);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new NetworkRunException("The network's output for " + data.images().imageName(image)
                        + " has a value that is " + (Float.isNaN(value) ? "NaN" : "infinite")
                        + "; check the normalisation and the settings.");
            }
        }
        if (values.length == 0) {
            throw new NetworkRunException("The network's output for " + data.images().imageName(image)
                    + " is empty; there is nothing to compare.");
        }
        return values;
    }

    /** Labels count where the output is one value for each class. */
    private OptionalInt label(int image, Shape output) {
        OptionalInt label = data.label(image);
        int classes = output.rank() == 0 ? 1 : output.rank() == 1 ? output.extent(0) : output.extent(1);
        int batch = output.rank() < 2 ? 1 : output.extent(0);
        if (label.isEmpty() || classes < 2 || (long) batch * classes != output.size()) {
            return OptionalInt.empty();
        }
        if (label.getAsInt() < 0 || label.getAsInt() >= classes) {
            throw new NetworkRunException("The label of " + data.images().imageName(image) + " is " + label.getAsInt()
                    + ", but the network tells " + classes + " classes apart; use labels from 0 to " + (classes - 1)
                    + ".");
        }
        return label;
    }
}
