package org.quantscope.analysis;

/**
 * How one channel's difference is spread: counts in bins much finer than those that are drawn, so that channels can be put
 * together ({@link ErrorHistogram#of}) again and again without looking at a value twice.
 *
 * @param binWidth a power of two; bin {@code i} holds {@code [i - HALF, i - HALF + 1) · binWidth}
 * @param counts values in each bin
 * @param largest the largest magnitude
 * @param squares the sum of all squares
 */
public record ErrorSpread(double binWidth, int[] counts, float largest, double squares) {
    private static final int HALF = 256;

    /** Counts a difference. */
    public static ErrorSpread of(float[] difference) {
        double squares = 0;
        float largest = 0;
        for (float value : difference) {
            squares += (double) value * value;
            largest = Math.max(largest, Math.abs(value));
        }
        double width = largest == 0 ? 1 : powerOfTwoFrom(largest / (double) HALF);
        double perBin = 1 / width;
        int[] counts = new int[2 * HALF + 1];
        for (float value : difference) {
            counts[HALF + (int) Math.floor(value * perBin)]++;
        }
        return new ErrorSpread(width, counts, largest, squares);
    }

    /** The smallest power of two that is not below a positive value. */
    static double powerOfTwoFrom(double value) {
        double power = Math.scalb(1.0, Math.getExponent(value));
        return power < value ? 2 * power : power;
    }

    /** Adds the counts to wider bins centred at multiples of their width, which is a power of two and at least twice the own. */
    void addTo(int[] centred, double width) {
        int middle = centred.length / 2;
        double ratio = binWidth / width;
        for (int bin = 0; bin < counts.length; bin++) {
            if (counts[bin] > 0) {
                centred[middle + (int) Math.floor((bin - HALF) * ratio + 0.5)] += counts[bin];
            }
        }
    }
}
