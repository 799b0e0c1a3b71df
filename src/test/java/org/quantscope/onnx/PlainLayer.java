package org.quantscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.quantscope.model.ConvGeometry;
import org.quantscope.model.Layer;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** Computes a layer by its definition, in double, to show that what was read means what ONNX Runtime computes. */
final class PlainLayer {
    private PlainLayer() {}

    /** The output in (N, O, H, W), before any activation, for the tensor that the network's layer reads. */
    static double[] run(Layer layer, float[] data, long... shape) {
        FloatTensor x = arrange(layer, data, shape);
        ConvGeometry g = layer.geometryFor(x.shape());
        Shape out = g.outputShape(x.shape(), layer.outputChannels());
        double[] y = new double[out.size()];
        int at = 0;
        for (int n = 0; n < out.extent(0); n++) {
            for (int o = 0; o < out.extent(1); o++) {
                for (int row = 0; row < out.extent(2); row++) {
                    for (int column = 0; column < out.extent(3); column++) {
                        y[at++] = bias(layer, o) + sum(layer, g, x, n, o, row, column);
                    }
                }
            }
        }
        return y;
    }

    private static double bias(Layer layer, int channel) {
        return layer.bias().isPresent() ? layer.bias().get().get(channel) : 0;
    }

    private static double sum(Layer layer, ConvGeometry g, FloatTensor x, int n, int o, int row, int column) {
        int perGroup = layer.weight().shape().extent(1);
        int first = o / (layer.outputChannels() / g.group()) * perGroup;
        int height = x.shape().extent(2);
        int width = x.shape().extent(3);
        double sum = 0;
        for (int c = 0; c < perGroup; c++) {
            for (int kh = 0; kh < g.kernelHeight(); kh++) {
                int h = row * g.strideHeight() - g.padTop() + kh * g.dilationHeight();
                for (int kw = 0; kw < g.kernelWidth(); kw++) {
                    int w = column * g.strideWidth() - g.padLeft() + kw * g.dilationWidth();
                    if (h >= 0 && h < height && w >= 0 && w < width) {
                        int tap = ((o * perGroup + c) * g.kernelHeight() + kh) * g.kernelWidth() + kw;
                        int pixel = ((n * x.shape().extent(1) + first + c) * height + h) * width + w;
                        sum += (double) layer.weight().get(tap) * x.get(pixel);
                    }
                }
            }
        }
        return sum;
    }

    private static FloatTensor arrange(Layer layer, float[] data, long... shape) {
        int[] e = new int[shape.length];
        for (int axis = 0; axis < e.length; axis++) {
            e[axis] = (int) shape[axis];
        }
        return switch (layer.inputLayout()) {
            case IMAGE -> FloatTensor.wrap(Shape.of(e), data);
            case SEQUENCE -> FloatTensor.wrap(Shape.of(e[0], e[1], 1, e[2]), data);
            case ROWS -> FloatTensor.wrap(Shape.of(data.length / e[e.length - 1], e[e.length - 1], 1, 1), data);
            case COLUMNS -> FloatTensor.wrap(Shape.of(e[1], e[0], 1, 1), transposed(data, e[0], e[1]));
        };
    }

    /** Equal up to 1e-5 of the largest magnitude: float32 sums in another order. */
    static void assertClose(String what, double[] ours, float[] theirs) {
        assertThat(ours).as(what).hasSameSizeAs(theirs);
        double largest = Arrays.stream(ours).map(Math::abs).max().orElse(0);
        double worst = 0;
        for (int i = 0; i < ours.length; i++) {
            worst = Math.max(worst, Math.abs(ours[i] - theirs[i]));
        }
        assertThat(worst).as(what).isLessThanOrEqualTo(1e-5 * largest);
    }

    static float[] transposed(float[] data, int rows, int columns) {
        float[] turned = new float[data.length];
        for (int i = 0; i < data.length; i++) {
            turned[i % columns * rows + i / columns] = data[i];
        }
        return turned;
    }
}
