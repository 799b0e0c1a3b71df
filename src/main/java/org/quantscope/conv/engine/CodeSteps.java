package org.quantscope.conv.engine;

import org.quantscope.conv.Codes;
import org.quantscope.tensor.FloatTensor;

/**
 * Codes counted from their zero points, with the bounds that decide which arithmetic sums them exactly.
 *
 * @param source the codes they come from
 * @param values {@code q − z}, in the shape of the codes
 * @param largest the largest magnitude among them
 * @param largestRowSum the largest sum of magnitudes in one row of axis 0
 */
record CodeSteps(Codes source, FloatTensor values, double largest, double largestRowSum) {
    static CodeSteps of(Codes codes) {
        FloatTensor steps = codes.steps();
        int rows = codes.tensor().shape().extent(0);
        int rowSize = steps.size() / rows;
        double largest = 0;
        double largestRowSum = 0;
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int at = row * rowSize; at < (row + 1) * rowSize; at++) {
                double magnitude = Math.abs(steps.get(at));
                largest = Math.max(largest, magnitude);
                sum += magnitude;
            }
            largestRowSum = Math.max(largestRowSum, sum);
        }
        return new CodeSteps(codes, steps, largest, largestRowSum);
    }

    /** Whether these are the steps of exactly those codes, by identity. */
    boolean isOf(Codes codes) {
        return source.tensor() == codes.tensor() && source.zeroPoints() == codes.zeroPoints();
    }
}
