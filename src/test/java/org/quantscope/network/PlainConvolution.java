package org.quantscope.network;

import org.quantscope.model.ConvGeometry;
import org.quantscope.model.Layer;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** A convolution from its definition, summed in double, for comparison with what a runtime computes. */
final class PlainConvolution {
    private PlainConvolution() {}

    /** The layer's output (N, O, H', W') for an input (N, C, H, W), before any activation. */
    static double[] run(Layer layer, FloatTensor input) {
        Shape in = input.shape();
        ConvGeometry g = layer.geometryFor(in);
        Shape out = g.outputShape(in, layer.outputChannels());
        double[] output = new double[out.size()];
        int at = 0;
        for (int n = 0; n < out.extent(0); n++) {
            for (int o = 0; o < out.extent(1); o++) {
                for (int y = 0; y < out.extent(2); y++) {
                    for (int x = 0; x < out.extent(3); x++) {
                        output[at++] = element(layer, input, g, n, o, y, x);
                    }
                }
            }
        }
        return output;
    }

    private static double element(Layer layer, FloatTensor input, ConvGeometry g, int n, int o, int y, int x) {
        Shape in = input.shape();
        int perGroup = layer.weight().shape().extent(1);
        int first = o / (layer.outputChannels() / g.group()) * perGroup;
        double sum = layer.bias().isPresent() ? layer.bias().get().get(o) : 0;
        for (int c = 0; c < perGroup; c++) {
            for (int ky = 0; ky < g.kernelHeight(); ky++) {
                for (int kx = 0; kx < g.kernelWidth(); kx++) {
                    int row = y * g.strideHeight() - g.padTop() + ky * g.dilationHeight();
                    int column = x * g.strideWidth() - g.padLeft() + kx * g.dilationWidth();
                    if (row >= 0 && row < in.extent(2) && column >= 0 && column < in.extent(3)) {
                        float value = input.get(((n * in.extent(1) + first + c) * in.extent(2) + row) * in.extent(3)
                                + column);
                        int tap = ((o * perGroup + c) * g.kernelHeight() + ky) * g.kernelWidth() + kx;
                        sum += (double) value * layer.weight().get(tap);
                    }
                }
            }
        }
        return sum;
    }
}
