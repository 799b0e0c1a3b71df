package org.quantscope.conv;

import java.util.function.LongBinaryOperator;
import org.quantscope.tensor.LongTensor;

/**
 * The convolution of codes, equation (23), in {@code long} and therefore exact. The padding is real zero, whose code is
 * the input's zero point: a tap outside the input adds nothing.
 */
public final class IntegerConv {
    private IntegerConv() {}

    /**
     * The definition: {@code Σ (qx − zx)(qw − zw)} over the taps inside the input, without the bias.
     *
     * @param input codes (N, C, H, W) with one zero point
     * @param weight codes (channels, C/group, kh, kw) with a zero point for each channel, or one
     * @return (N, channels, H', W')
     */
    public static LongTensor sums(ConvShape shape, Codes input, Codes weight, Cancellation cancellation) {
        return eachPixel(shape, cancellation, (image, row, oy, ox) ->
                sum(Long::sum, shape, input, weight, image, row, oy, ox));
    }

    /** The same sums by {@link FourTerms}, whose input is padded with the code of real zero. */
    public static LongTensor sumsByFourTerms(
            ConvShape shape, Codes input, Codes weight, Cancellation cancellation) {
        return eachPixel(shape, cancellation, (image, row, oy, ox) ->
                FourTerms.of(shape, input, weight, image, row, oy, ox).sum());
    }

    /**
     * What a register of limited width would hold: the products are added in the order channel, row, column, the bias
     * code last, and every step wraps or sticks.
     *
     * @param biasCodes one code for each computed channel
     */
    public static LongTensor sumsIn(
            Register register,
            ConvShape shape,
            Codes input,
            Codes weight,
            long[] biasCodes,
            Cancellation cancellation) {
        return eachPixel(shape, cancellation, (image, row, oy, ox) -> register.add(
                sum(register::add, shape, input, weight, image, row, oy, ox), biasCodes[row]));
    }

    private static long sum(
            LongBinaryOperator addition,
            ConvShape shape,
            Codes input,
            Codes weight,
            int image,
            int row,
            int oy,
            int ox) {
        int[] x = input.tensor().data();
        int[] w = weight.tensor().data();
        int zx = input.zeroPoint(0);
        int zw = weight.zeroPoint(row);
        int first = shape.firstInputChannel(row);
        int tap = row * shape.taps();
        long sum = 0;
        for (int channel = 0; channel < shape.channelsPerGroup(); channel++) {
            for (int ky = 0; ky < shape.geometry().kernelHeight(); ky++) {
                int iy = shape.inputRow(oy, ky);
                for (int kx = 0; kx < shape.geometry().kernelWidth(); kx++, tap++) {
                    int ix = shape.inputColumn(ox, kx);
                    if (shape.hasRow(iy) && shape.hasColumn(ix)) {
                        int code = x[shape.inputIndex(image, first + channel, iy) + ix];
                        sum = addition.applyAsLong(sum, (long) (code - zx) * (w[tap] - zw));
                    }
                }
            }
        }
        return sum;
    }

    private static LongTensor eachPixel(ConvShape shape, Cancellation cancellation, PixelSum pixelSum) {
        long[] y = new long[shape.output().size()];
        int at = 0;
        for (int image = 0; image < shape.images(); image++) {
            for (int row = 0; row < shape.channels().count(); row++) {
                cancellation.throwIfCancelled();
                for (int oy = 0; oy < shape.outputHeight(); oy++) {
                    for (int ox = 0; ox < shape.outputWidth(); ox++) {
                        y[at++] = pixelSum.at(image, row, oy, ox);
                    }
                }
            }
        }
        return LongTensor.wrap(shape.output(), y);
    }

    private interface PixelSum {
        long at(int image, int row, int oy, int ox);
    }
}
