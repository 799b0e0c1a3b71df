package org.quantscope.analysis;

import java.util.Set;

/**
 * The sums of one output channel over the taps inside the input, plane by plane; every combination of the terms of (23)
 * and every padding follows from them. All are exact: codes where a side is quantized, real values where it is not.
 *
 * @param products {@code Σ qx·qw}
 * @param inputs {@code Σ qx}
 * @param weights {@code Σ qw}
 * @param taps how many taps lie inside the input
 * @param allWeights {@code Σ qw} over all taps
 * @param allTaps N
 * @param inputZero where real zero lies among the input's codes; 0 for a real input
 * @param weightZero where real zero lies among the channel's codes; micronet's z has the opposite sign
 * @param inputStep real distance of two input codes; 1 for a real input
 * @param weightStep real distance of two codes of the channel's weights
 * @param bias the channel's bias, as the fake-quant path adds it
 */
public record PathSums(
        double[] products,
        double[] inputs,
        double[] weights,
        double[] taps,
        double allWeights,
        double allTaps,
        double inputZero,
        double weightZero,
        double inputStep,
        double weightStep,
        double bias) {

    /** A term of the sum for one output element, in integer steps. */
    public double term(PathTerm term, PaddingRule padding, int pixel) {
        boolean inside = padding == PaddingRule.VALID_TAPS;
        return switch (term) {
            case PRODUCTS -> products[pixel] + padded(padding, allWeights - weights[pixel]);
            case WEIGHT_ZERO_POINT -> -weightZero * (inputs[pixel] + padded(padding, allTaps - taps[pixel]));
            case INPUT_ZERO_POINT -> -inputZero * (inside ? weights[pixel] : allWeights);
            case BOTH_ZERO_POINTS -> inputZero * weightZero * (inside ? taps[pixel] : allTaps);
            case ONCE -> -weightZero / inputStep;
        };
    }

    /** What the taps in the padding add to a sum over codes. */
    private double padded(PaddingRule padding, double outside) {
        return padding == PaddingRule.REAL_ZERO ? inputZero * outside : 0;
    }

    /** The sum of some terms for one output element, in integer steps. */
    public double sum(Set<PathTerm> terms, PaddingRule padding, int pixel) {
        return sum(terms.toArray(new PathTerm[0]), padding, pixel);
    }

    private double sum(PathTerm[] terms, PaddingRule padding, int pixel) {
        double sum = 0;
        for (PathTerm term : terms) {
            sum += term(term, padding, pixel);
        }
        return sum;
    }

    /** {@code s_x · s_o}: the real size of one integer step of the sums. */
    public double unit() {
        return inputStep * weightStep;
    }

    /** The outputs that some terms give, equations (22) and (40). */
    public double[] outputs(Set<PathTerm> terms, PaddingRule padding) {
        PathTerm[] added = terms.toArray(new PathTerm[0]);
        double[] outputs = new double[size()];
        for (int pixel = 0; pixel < outputs.length; pixel++) {
            outputs[pixel] = unit() * sum(added, padding, pixel) + bias;
        }
        return outputs;
    }

    /** z, in micronet's sign. */
    public double z() {
        return weightZero == 0 ? 0 : -weightZero;
    }

    /** S: the sum of the real input over the window; padding adds nothing. */
    public double windowSum(int pixel) {
        return inputStep * (inputs[pixel] - inputZero * taps[pixel]);
    }

    /** Equations (38) and (39): what fake-quant and the naive path differ by, {@code s · z · (S − 1)}. */
    public double predicted(int pixel) {
        return weightStep * z() * (windowSum(pixel) - 1);
    }

    /** Output elements of the channel. */
    public int size() {
        return products.length;
    }
}
