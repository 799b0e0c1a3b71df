package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Optional;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * One value for each output channel.
 *
 * @param values of shape (O)
 * @param storedName the initializer it came from; empty where that does not hold these very values, one for each
 *     channel
 */
record Bias(FloatTensor values, Optional<String> storedName) {

    /** The bias of a Conv: exactly (O). */
    static Optional<Bias> ofConv(NodeProto node, Constants constants, int channels) throws NotExplorableException {
        Optional<ConstantTensor> stored = constant(node, constants);
        if (stored.isPresent() && !stored.get().shape().equals(Shape.of(channels))) {
            throw new DefectException(GraphNames.describe(node) + " has a bias of shape " + stored.get().shape()
                    + " for " + channels + " output channels; the file is damaged, export the model again");
        }
        return stored.map(tensor -> of(tensor.data(), Optional.of(tensor.source())));
    }

    /** The C of a Gemm, which is stretched over rows and, where it is one value, over channels, times {@code beta}. */
    static Optional<Bias> ofGemm(NodeProto node, Constants constants, int channels, float beta)
            throws NotExplorableException {
        if (beta == 0) {
            return Optional.empty();
        }
        Optional<ConstantTensor> stored = constant(node, constants);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        ConstantTensor tensor = stored.get();
        Shape shape = tensor.shape();
        int width = shape.rank() == 0 ? 1 : shape.extent(shape.rank() - 1);
        boolean oneRow = shape.rank() < 2 || shape.rank() == 2 && shape.extent(0) == 1;
        if (!oneRow || width != 1 && width != channels) {
            throw new NotExplorableException("Its C of shape " + shape + " is not one bias for each of the "
                    + channels + " output channels.");
        }
        float[] values = constants.memory().floats(channels);
        for (int channel = 0; channel < channels; channel++) {
            values[channel] = tensor.data()[width == 1 ? 0 : channel] * beta;
        }
        boolean asStored = beta == 1 && shape.equals(Shape.of(channels));
        return Optional.of(of(values, asStored ? Optional.of(tensor.source()) : Optional.empty()));
    }

    private static Bias of(float[] values, Optional<String> storedName) {
        return new Bias(FloatTensor.wrap(Shape.of(values.length), values), storedName);
    }

    private static Optional<ConstantTensor> constant(NodeProto node, Constants constants)
            throws NotExplorableException {
        String name = GraphNames.input(node, 2);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<ConstantTensor> stored = constants.find(name);
        if (stored.isEmpty()) {
            throw new NotExplorableException("Its bias '" + name + "' is computed while the network runs.");
        }
        return stored;
    }
}
