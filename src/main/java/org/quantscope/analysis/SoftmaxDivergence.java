package org.quantscope.analysis;

/**
 * Kullback and Leibler's divergence of two answers, KL(p ‖ q) = Σ p·(ln p − ln q) in nats, where p and q are the softmax
 * of the answers. Logarithms of the softmax are taken directly, x − max − ln Σ exp(x − max), in double, so that neither
 * large answers nor tiny probabilities spoil it. Answers that are distributions already (both from 0 to 1 and of sum 1)
 * are taken as they are.
 */
final class SoftmaxDivergence {
    private static final double SUM_TOLERANCE = 1e-3;

    private SoftmaxDivergence() {}

    /** Of {@code test} from {@code reference}; never below 0. */
    static double of(float[] reference, float[] test) {
        boolean ready = isDistribution(reference) && isDistribution(test);
        double[] logP = ready ? logarithms(reference) : logSoftmax(reference);
        double[] logQ = ready ? logarithms(test) : logSoftmax(test);
        double sum = 0;
        for (int i = 0; i < logP.length; i++) {
            double p = Math.exp(logP[i]);
            sum += p == 0 ? 0 : p * (logP[i] - logQ[i]);
        }
        return Math.max(0, sum);
    }

    private static double[] logSoftmax(float[] values) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float value : values) {
            largest = Math.max(largest, value);
        }
        double sum = 0;
        for (float value : values) {
            sum += Math.exp(value - largest);
        }
        double shift = largest + Math.log(sum);
        double[] logarithms = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            logarithms[i] = values[i] - shift;
        }
        return logarithms;
    }

    /** A probability that float32 rounded to 0 counts as the smallest normal one. */
    private static double[] logarithms(float[] probabilities) {
        double[] logarithms = new double[probabilities.length];
        for (int i = 0; i < logarithms.length; i++) {
            logarithms[i] = Math.log(Math.max(Float.MIN_NORMAL, probabilities[i]));
        }
        return logarithms;
    }

    private static boolean isDistribution(float[] values) {
        double sum = 0;
        for (float value : values) {
            if (value < 0 || value > 1) {
                return false;
            }
            sum += value;
        }
        return Math.abs(sum - 1) <= SUM_TOLERANCE;
    }
}
