package org.quantscope.onnx;

import java.util.Optional;
import org.quantscope.model.Layer;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * What one layer of a {@link SimulationGraph} is fed, all of it float32.
 *
 * @param weight the input that takes the weights, see {@link #arranged}
 * @param bias the input that takes one value for each output channel; empty where the layer has no bias
 * @param input the input that takes the {@link FakeQuantVector} of the layer's input
 * @param output the input that takes the one of its output
 * @param inputsFirst whether the network's node reads a matrix (I, O) and not (O, I)
 */
public record SimulatedLayer(
        String weight, Optional<String> bias, String input, String output, boolean inputsFirst) {

    /** The shape that the weights are fed in. */
    public Shape shape(Layer layer) {
        Shape shown = layer.shownWeightShape();
        return inputsFirst ? Shape.of(shown.extent(1), shown.extent(0)) : shown;
    }

    /** Weights (O, I/group, kh, kw), or what became of them, as the network's node reads them. */
    public FloatTensor arranged(Layer layer, FloatTensor weight) {
        Shape shape = shape(layer);
        if (!inputsFirst) {
            return weight.reshape(shape);
        }
        int inputs = shape.extent(0);
        int outputs = shape.extent(1);
        float[] turned = new float[weight.size()];
        for (int output = 0; output < outputs; output++) {
            for (int input = 0; input < inputs; input++) {
                turned[input * outputs + output] = weight.get(output * inputs + input);
            }
        }
        return FloatTensor.wrap(shape, turned);
    }
}
