package org.quantscope.conv;

import org.quantscope.quant.QuantParams;

/** How large a channel's sum can become, whatever the input (arithmetic contract, section 8). */
public final class WorstCase {
    private WorstCase() {}

    /**
     * Equation (32) for every row of the weights: {@code max|qx − zx| · Σ|qw − zw| + |qb|}. No sum, and no part of one,
     * has a larger magnitude.
     *
     * @param input parameters of the layer's input
     * @param weight codes (channels, C/group, kh, kw)
     * @param bias of the same channels
     * @return by row; {@link Long#MAX_VALUE} where the bound itself exceeds a long
     */
    public static long[] of(QuantParams input, Codes weight, Bias bias) {
        int[] codes = weight.tensor().data();
        long[] bounds = new long[weight.tensor().shape().extent(0)];
        int taps = codes.length / bounds.length;
        for (int row = 0; row < bounds.length; row++) {
            int zeroPoint = weight.zeroPoint(row);
            long sum = 0;
            for (int at = row * taps; at < (row + 1) * taps; at++) {
                sum += Math.abs((long) codes[at] - zeroPoint);
            }
            bounds[row] = bound(sum, (long) input.farthest(), bias.code(row));
        }
        return bounds;
    }

    /**
     * Equation (31), for codes of which only the types are known: {@code taps · max|qx − zx| · max|qw − zw| + |qb|}.
     *
     * @param taps products that are summed for one output element
     */
    public static long of(QuantParams input, QuantParams weight, int taps, int biasCode) {
        return bound(taps * (long) weight.farthest(), (long) input.farthest(), biasCode);
    }

    private static long bound(long weights, long farthest, int biasCode) {
        long bias = Math.abs((long) biasCode);
        double estimate = (double) weights * farthest + bias;
        return estimate >= 0x1p63 ? Long.MAX_VALUE : weights * farthest + bias;
    }
}
