package org.quantscope.conv;

import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.FloatTensor;

/**
 * The convolution summed in double precision, for the integer path of a layer of which one side stayed float. With
 * {@code qw − zw} for weights this is the bracket of equation (21), {@code A − zw · S}, under one sum; the products of
 * two float32 values are exact.
 */
public final class DoubleConv {
    private DoubleConv() {}

    /**
     * The sums of products, without scale and bias.
     *
     * @param input (N, C, H, W)
     * @param weight (channels, C/group, kh, kw)
     * @return (N, channels, H', W')
     */
    public static DoubleTensor sums(
            ConvShape shape, FloatTensor input, FloatTensor weight, Cancellation cancellation) {
        double[] y = new double[shape.output().size()];
        int at = 0;
        for (int image = 0; image < shape.images(); image++) {
            for (int row = 0; row < shape.channels().count(); row++) {
                cancellation.throwIfCancelled();
                for (int oy = 0; oy < shape.outputHeight(); oy++) {
                    for (int ox = 0; ox < shape.outputWidth(); ox++) {
                        y[at++] = sum(shape, input.data(), weight.data(), image, row, oy, ox);
                    }
                }
            }
        }
        return DoubleTensor.wrap(shape.output(), y);
    }

    private static double sum(ConvShape shape, float[] x, float[] w, int image, int row, int oy, int ox) {
        int first = shape.firstInputChannel(row);
        int tap = row * shape.taps();
        double sum = 0;
        for (int channel = 0; channel < shape.channelsPerGroup(); channel++) {
            for (int ky = 0; ky < shape.geometry().kernelHeight(); ky++) {
                int iy = shape.inputRow(oy, ky);
                for (int kx = 0; kx < shape.geometry().kernelWidth(); kx++, tap++) {
                    int ix = shape.inputColumn(ox, kx);
                    if (shape.hasRow(iy) && shape.hasColumn(ix)) {
                        sum += (double) x[shape.inputIndex(image, first + channel, iy) + ix] * w[tap];
                    }
                }
            }
        }
        return sum;
    }
}
