package org.quantscope.conformance;

import org.quantscope.model.ConvGeometry;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.Shape;

/**
 * The sums of a convolution of shifted integers, {@code Σ (qx − zx)(qw − zw)}, written down independently of the
 * product: every input pixel gives what it has to every output that sees it; no output gathers its taps.
 */
final class ShiftedIntegers {
    private ShiftedIntegers() {}

    /**
     * @param x codes (N, C, H, W)
     * @param w codes (O, C/group, kh, kw)
     * @param weightZeroPoints one for each output channel
     * @return (N, O, H', W')
     */
    static long[] sums(ConvGeometry g, IntTensor x, long inputZeroPoint, IntTensor w, long[] weightZeroPoints) {
        int outputs = w.shape().extent(0);
        Shape result = g.outputShape(x.shape(), outputs);
        long[] y = new long[result.size()];
        int at = 0;
        for (int image = 0; image < x.shape().extent(0); image++) {
            for (int channel = 0; channel < x.shape().extent(1); channel++) {
                for (int row = 0; row < x.shape().extent(2); row++) {
                    for (int column = 0; column < x.shape().extent(3); column++) {
                        long step = x.get(at++) - inputZeroPoint;
                        scatter(g, step, image, channel, row, column, w, weightZeroPoints, result, y);
                    }
                }
            }
        }
        return y;
    }

    private static void scatter(
            ConvGeometry g, long step, int image, int channel, int row, int column, IntTensor w, long[] zeroPoints,
            Shape result, long[] y) {
        int perGroup = w.shape().extent(1);
        int outputsPerGroup = zeroPoints.length / g.group();
        int group = channel / perGroup;
        for (int ky = 0; ky < g.kernelHeight(); ky++) {
            int down = row + g.padTop() - ky * g.dilationHeight();
            for (int kx = 0; kx < g.kernelWidth(); kx++) {
                int right = column + g.padLeft() - kx * g.dilationWidth();
                boolean seen = down >= 0 && down % g.strideHeight() == 0 && right >= 0 && right % g.strideWidth() == 0
                        && down / g.strideHeight() < result.extent(2) && right / g.strideWidth() < result.extent(3);
                for (int o = group * outputsPerGroup; seen && o < (group + 1) * outputsPerGroup; o++) {
                    int tap = ((o * perGroup + channel % perGroup) * g.kernelHeight() + ky) * g.kernelWidth() + kx;
                    int target = ((image * zeroPoints.length + o) * result.extent(2) + down / g.strideHeight())
                                    * result.extent(3)
                            + right / g.strideWidth();
                    y[target] += step * (w.get(tap) - zeroPoints[o]);
                }
            }
        }
    }
}
