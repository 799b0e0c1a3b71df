package org.quantscope.analysis;

/**
 * How far a test signal is from its reference (arithmetic contract, (34) and (35)), summed in double.
 *
 * @param sqnrDb 20·log10(‖r‖ / ‖e‖) in decibels; +∞ where the two are equal
 * @param mse mean squared error
 * @param maxAbs largest absolute error
 * @param cosine cosine similarity; 1 where both are zero
 * @param count elements compared
 */
public record QuantizationError(double sqnrDb, double mse, double maxAbs, double cosine, long count) {
    /** Norms below this count as this, so that a silent channel has a finite figure (as ONNX Runtime does). */
    private static final double NORM_FLOOR = 2.2e-16;

    /**
     * @param reference r
     * @param test t, as many elements
     */
    public static QuantizationError between(float[] reference, float[] test) {
        if (reference.length != test.length) {
            throw new IllegalArgumentException("A reference of " + reference.length + " elements cannot be compared with "
                    + test.length + ".");
        }
        Sum sum = new Sum();
        sum.add(reference, test, 0, reference.length);
        return sum.result();
    }

    /** Whether test and reference were equal in every element. */
    public boolean isExact() {
        return maxAbs == 0;
    }

    /** Root of the mean squared error, in the unit of the signal. */
    public double rms() {
        return Math.sqrt(mse);
    }

    /** Sums up element by element; the only mutable thing here, and never handed out. */
    static final class Sum {
        private double squaredReference;
        private double squaredTest;
        private double squaredError;
        private double product;
        private double largest;
        private long count;

        void add(float[] reference, float[] test, int from, int length) {
            for (int i = from; i < from + length; i++) {
                double r = reference[i];
                double t = test[i];
                double e = t - r;
                squaredReference += r * r;
                squaredTest += t * t;
                squaredError += e * e;
                product += r * t;
                largest = Math.max(largest, Math.abs(e));
            }
            count += length;
        }

        void add(Sum other) {
            squaredReference += other.squaredReference;
            squaredTest += other.squaredTest;
            squaredError += other.squaredError;
            product += other.product;
            largest = Math.max(largest, other.largest);
            count += other.count;
        }

        QuantizationError result() {
            double reference = Math.max(NORM_FLOOR, Math.sqrt(squaredReference));
            double error = Math.max(NORM_FLOOR, Math.sqrt(squaredError));
            double sqnr = largest == 0 ? Double.POSITIVE_INFINITY : 20 * Math.log10(reference / error);
            double norms = Math.sqrt(squaredReference) * Math.sqrt(squaredTest);
            double cosine = norms > 0 ? Math.max(-1, Math.min(1, product / norms)) : largest == 0 ? 1 : 0;
            return new QuantizationError(sqnr, count == 0 ? 0 : squaredError / count, largest, cosine, count);
        }
    }
}
