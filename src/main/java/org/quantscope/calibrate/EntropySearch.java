package org.quantscope.calibrate;

import java.util.Arrays;

/**
 * The range of smallest Kullback-Leibler divergence, as ONNX Runtime's entropy calibrator searches it
 * (quantization/calibrate.py, {@code get_entropy_threshold}; the method is that of S. Migacz, "8-bit inference with
 * TensorRT", GTC 2017). Ranges around zero are tried from {@value #LEVELS} bins up to all of them. P is what lies
 * inside with the outliers added to the outermost bins; Q is the inside counted in {@value #LEVELS} levels and spread
 * over the bins again. Both are smoothed before they are compared. The divergences are summed in double.
 */
final class EntropySearch {
    static final int LEVELS = 128;
    private static final double SMOOTHING = 0.0001;

    private final long[] counts;
    private final long[] upTo;

    private EntropySearch(long[] counts) {
        this.counts = counts;
        this.upTo = new long[counts.length + 1];
        for (int bin = 0; bin < counts.length; bin++) {
            upTo[bin + 1] = upTo[bin] + counts[bin];
        }
    }

    /**
     * How many bins at each side of the middle one the best range has; it ends with the bin at {@code middle +
     * halfWidth}, or with the last one.
     *
     * @param counts at least {@value #LEVELS} bins, as many at each side of zero
     */
    static int halfWidth(long[] counts) {
        return new EntropySearch(counts).search();
    }

    private int search() {
        int middle = counts.length / 2;
        int best = LEVELS / 2;
        double least = Double.POSITIVE_INFINITY;
        for (int half = LEVELS / 2; half <= middle; half++) {
            double divergence = divergence(middle - half, Math.min(middle + half + 1, counts.length));
            if (divergence < least) {
                least = divergence;
                best = half;
            }
        }
        return best;
    }

    private double divergence(int from, int to) {
        int size = to - from;
        double[] p = new double[size];
        for (int bin = 0; bin < size; bin++) {
            p[bin] = counts[from + bin];
        }
        p[0] += upTo[from];
        p[size - 1] += upTo[counts.length] - upTo[to];
        double[] q = spread(p, from, to);
        return smooth(p) && smooth(q) ? relativeEntropy(p, q) : Double.POSITIVE_INFINITY;
    }

    /** The levels' counts, each spread evenly; as in the source in whole numbers, and over empty bins of a level too. */
    private double[] spread(double[] p, int from, int to) {
        double[] q = new double[p.length];
        int together = p.length / LEVELS;
        for (int level = 0; level < LEVELS; level++) {
            int start = level * together;
            int end = start + together;
            int filled = 0;
            for (int bin = start; bin < end; bin++) {
                filled += p[bin] != 0 ? 1 : 0;
            }
            if (filled > 0) {
                long inside = upTo[level == LEVELS - 1 ? to : from + end] - upTo[from + start];
                Arrays.fill(q, start, end, inside / filled);
            }
        }
        return q;
    }

    /** Gives every empty bin a little of what the others have; false if there is too little to give. */
    private static boolean smooth(double[] distribution) {
        int empty = 0;
        for (double count : distribution) {
            empty += count == 0 ? 1 : 0;
        }
        int filled = distribution.length - empty;
        if (filled == 0 || SMOOTHING * empty / filled >= 1) {
            return false;
        }
        double given = SMOOTHING * empty / filled;
        for (int bin = 0; bin < distribution.length; bin++) {
            distribution[bin] += distribution[bin] == 0 ? SMOOTHING : -given;
        }
        return true;
    }

    private static double relativeEntropy(double[] p, double[] q) {
        double sumP = Arrays.stream(p).sum();
        double sumQ = Arrays.stream(q).sum();
        double divergence = 0;
        for (int bin = 0; bin < p.length; bin++) {
            double part = p[bin] / sumP;
            divergence += part * Math.log(part / (q[bin] / sumQ));
        }
        return divergence;
    }
}
