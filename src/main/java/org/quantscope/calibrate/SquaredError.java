package org.quantscope.calibrate;

import org.quantscope.quant.QuantParams;

/** How far quantized values are from what they were: the sum of the squares. */
final class SquaredError {
    private SquaredError() {}

    /** Of every value by itself; the quotient is in double, which can only matter half-way between two codes. */
    static double of(float[] values, int from, int length, QuantParams params) {
        double lowest = params.lowest();
        double step = params.step();
        double highestLevel = Math.rint((params.highest() - lowest) / step);
        double sum = 0;
        for (int at = from; at < from + length; at++) {
            double value = values[at];
            double level = Math.rint((value - lowest) / step);
            double kept = lowest + Math.max(0, Math.min(highestLevel, level)) * step;
            sum += (value - kept) * (value - kept);
        }
        return sum;
    }

    /**
     * Of what is known of the values from a histogram: those of a bin are taken to lie evenly between its edges. The
     * integral of the squared error over a bin is had in closed form, so bins may be wider than a step or narrower.
     *
     * @param zeros how many values are exactly zero, and so cost nothing
     */
    static double of(Histogram histogram, long zeros, QuantParams params) {
        double lowest = params.lowest();
        double highest = params.highest();
        double sum = 0;
        for (int bin = 0; bin < histogram.bins(); bin++) {
            long count = histogram.count(bin);
            double from = histogram.edge(bin);
            double to = histogram.edge(bin + 1);
            if (from <= 0 && (0 < to || to == 0 && bin == histogram.bins() - 1)) {
                count -= zeros;
            }
            if (count > 0 && to > from) {
                sum += count / (to - from) * (outside(from, to, lowest, highest) + inside(from, to, params));
            }
        }
        return sum;
    }

    private static double outside(double from, double to, double lowest, double highest) {
        double below = cube(lowest - Math.min(from, lowest)) - cube(lowest - Math.min(to, lowest));
        double above = cube(Math.max(to, highest) - highest) - cube(Math.max(from, highest) - highest);
        return (below + above) / 3;
    }

    private static double inside(double from, double to, QuantParams params) {
        double lowest = params.lowest();
        double highest = params.highest();
        double start = Math.min(Math.max(from, lowest), highest);
        double end = Math.min(Math.max(to, lowest), highest);
        double step = params.step();
        return cube(step) * (sawtooth((end - lowest) / step) - sawtooth((start - lowest) / step));
    }

    /** The integral of (t - rint(t))² from 0 to x: a twelfth for each whole tooth. */
    private static double sawtooth(double x) {
        double tooth = Math.rint(x);
        return tooth / 12 + cube(x - tooth) / 3;
    }

    private static double cube(double x) {
        return x * x * x;
    }
}
