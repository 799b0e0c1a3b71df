package org.quantscope.analysis;

/**
 * Equation (23) multiplied out for one output element, over the taps inside the input: {@code Σ qx·qw − zw·Σ qx − zx·Σ qw
 * + n·zx·zw}. In double precision, because a zero point may be any real number here; exact where it is an integer.
 *
 * @param products {@code Σ qx·qw}
 * @param inputSum {@code Σ qx}
 * @param weightSum {@code Σ qw}
 * @param taps n, the taps inside the input
 * @param inputOrigin zx, where real zero lies among the input's codes
 * @param weightOrigin zw, where it lies among the weights' codes
 */
public record FourSums(
        double products, double inputSum, double weightSum, int taps, double inputOrigin, double weightOrigin) {

    /** The sums of the same taps' codes. */
    static FourSums of(double[] input, double[] weight, double inputOrigin, double weightOrigin) {
        double products = 0;
        double inputSum = 0;
        double weightSum = 0;
        for (int at = 0; at < input.length; at++) {
            products += input[at] * weight[at];
            inputSum += input[at];
            weightSum += weight[at];
        }
        return new FourSums(products, inputSum, weightSum, input.length, inputOrigin, weightOrigin);
    }

    /** {@code − zw · Σ qx}. */
    public double weightOriginTerm() {
        return -weightOrigin * inputSum;
    }

    /** {@code − zx · Σ qw}. */
    public double inputOriginTerm() {
        return -inputOrigin * weightSum;
    }

    /** {@code + n · zx · zw}. */
    public double constantTerm() {
        return taps * inputOrigin * weightOrigin;
    }

    public double sum() {
        return products + weightOriginTerm() + inputOriginTerm() + constantTerm();
    }
}
