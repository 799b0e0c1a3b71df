package org.quantscope.calibrate;

import java.util.PriorityQueue;

/**
 * micronet's "histogram" observer, which is an order statistic, (12): the k-th smallest magnitude of one batch, {@code k
 * = floor(p · N)}. Only the few largest magnitudes are kept while the values go by.
 */
final class PercentileObserver {
    private PercentileObserver() {}

    /** NaN if k would be 0. */
    static float magnitude(float[] values, int from, int length, double p) {
        int k = (int) Math.floor(p * length);
        if (k == 0) {
            return Float.NaN;
        }
        int kept = length - k + 1;
        PriorityQueue<Float> largest = new PriorityQueue<>(kept + 1);
        float smallestKept = Float.NEGATIVE_INFINITY;
        for (int at = from; at < from + length; at++) {
            float magnitude = Math.abs(values[at]);
            if (largest.size() < kept || magnitude > smallestKept) {
                largest.add(magnitude);
                if (largest.size() > kept) {
                    largest.remove();
                }
                smallestKept = largest.element();
            }
        }
        return largest.element();
    }
}
