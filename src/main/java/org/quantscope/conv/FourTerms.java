package org.quantscope.conv;

/**
 * One output element of an integer convolution as a runtime computes it, equation (23) multiplied out: raw products
 * first, then the corrections that the two zero points ask for. The input is padded with the code of real zero, so that
 * the number of taps is the same everywhere.
 *
 * @param products {@code Σ qx·qw}
 * @param inputSum {@code Σ qx}, the box sum of the input codes
 * @param weightSum {@code Σ qw}
 * @param taps N
 * @param inputZeroPoint zx
 * @param weightZeroPoint zw
 */
public record FourTerms(
        long products, long inputSum, long weightSum, int taps, int inputZeroPoint, int weightZeroPoint) {

    /** The terms of the output element ({@code image}, {@code row}, {@code oy}, {@code ox}). */
    public static FourTerms of(ConvShape shape, Codes input, Codes weight, int image, int row, int oy, int ox) {
        int[] x = input.tensor().data();
        int[] w = weight.tensor().data();
        int zx = input.zeroPoint(0);
        int first = shape.firstInputChannel(row);
        int tap = row * shape.taps();
        long products = 0;
        long inputSum = 0;
        long weightSum = 0;
        for (int channel = 0; channel < shape.channelsPerGroup(); channel++) {
            for (int ky = 0; ky < shape.geometry().kernelHeight(); ky++) {
                int iy = shape.inputRow(oy, ky);
                for (int kx = 0; kx < shape.geometry().kernelWidth(); kx++, tap++) {
                    int ix = shape.inputColumn(ox, kx);
                    boolean inside = shape.hasRow(iy) && shape.hasColumn(ix);
                    int code = inside ? x[shape.inputIndex(image, first + channel, iy) + ix] : zx;
                    products += (long) code * w[tap];
                    inputSum += code;
                    weightSum += w[tap];
                }
            }
        }
        return new FourTerms(products, inputSum, weightSum, shape.taps(), zx, weight.zeroPoint(row));
    }

    /** {@code − zw · Σ qx}. */
    public long weightZeroPointTerm() {
        return -weightZeroPoint * inputSum;
    }

    /** {@code − zx · Σ qw}. */
    public long inputZeroPointTerm() {
        return -inputZeroPoint * weightSum;
    }

    /** {@code + N · zx · zw}. */
    public long constantTerm() {
        return (long) taps * inputZeroPoint * weightZeroPoint;
    }

    /** The four terms together: the accumulator without its bias. */
    public long sum() {
        return products + weightZeroPointTerm() + inputZeroPointTerm() + constantTerm();
    }
}
