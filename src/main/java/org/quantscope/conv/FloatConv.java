package org.quantscope.conv;

import org.quantscope.tensor.FloatTensor;

/**
 * The convolution in float32. Products are added one after the other with {@link Math#fma}, in the order channel, row,
 * column, starting from 0; the bias is added at the end.
 */
public final class FloatConv {
    private FloatConv() {}

    /**
     * @param input (N, C, H, W)
     * @param weight (channels, C/group, kh, kw)
     * @param bias one value for each computed channel
     * @return (N, channels, H', W')
     */
    public static FloatTensor convolve(
            ConvShape shape, FloatTensor input, FloatTensor weight, float[] bias, Cancellation cancellation) {
        return addBias(sums(shape, input, weight, cancellation), bias);
    }

    /** The sums of products, without a bias. */
    public static FloatTensor sums(
            ConvShape shape, FloatTensor input, FloatTensor weight, Cancellation cancellation) {
        float[] y = new float[shape.output().size()];
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
        return FloatTensor.wrap(shape.output(), y);
    }

    private static float sum(ConvShape shape, float[] x, float[] w, int image, int row, int oy, int ox) {
        int first = shape.firstInputChannel(row);
        int tap = row * shape.taps();
        float sum = 0;
        for (int channel = 0; channel < shape.channelsPerGroup(); channel++) {
            for (int ky = 0; ky < shape.geometry().kernelHeight(); ky++) {
                int iy = shape.inputRow(oy, ky);
                for (int kx = 0; kx < shape.geometry().kernelWidth(); kx++, tap++) {
                    int ix = shape.inputColumn(ox, kx);
                    if (shape.hasRow(iy) && shape.hasColumn(ix)) {
                        sum = Math.fma(x[shape.inputIndex(image, first + channel, iy) + ix], w[tap], sum);
                    }
                }
            }
        }
        return sum;
    }

    /** Adds each channel's bias to {@code sums} (N, channels, H', W') in place and returns them. */
    public static FloatTensor addBias(FloatTensor sums, float[] bias) {
        float[] y = sums.data();
        int plane = sums.shape().extent(2) * sums.shape().extent(3);
        for (int at = 0; at < y.length; ) {
            float value = bias[at / plane % bias.length];
            for (int end = at + plane; at < end; at++) {
                y[at] += value;
            }
        }
        return sums;
    }
}
