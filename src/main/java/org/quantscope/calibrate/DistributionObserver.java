package org.quantscope.calibrate;

/**
 * Counts values in histograms whose range is known beforehand, as ONNX Runtime's calibrators count them (quantization/
 * calibrate.py, {@code HistogramCollector}, all values collected at once). It stays as large as it is however many values
 * go by.
 */
public final class DistributionObserver {
    private final RangeStatistics range;
    private final Histogram values;
    private final Histogram magnitudes;
    private final float[] chunk = new float[4096];
    private long zeros;

    /**
     * @param range of all values to come, from an earlier look at them
     * @param smallestMagnitude the smallest of their magnitudes, from {@link #smallestMagnitude}
     */
    public DistributionObserver(RangeStatistics range, float smallestMagnitude) {
        this.range = range;
        float largest = Math.max(Math.abs(range.min()), Math.abs(range.max()));
        this.values = new Histogram(-largest, largest, Histogram.BINS);
        this.magnitudes = new Histogram(smallestMagnitude, largest, Histogram.BINS);
    }

    /** The magnitude nearest to zero; infinity where there are no values. */
    public static float smallestMagnitude(float[] values, int from, int length) {
        float smallest = Float.POSITIVE_INFINITY;
        for (int at = from; at < from + length; at++) {
            float magnitude = Math.abs(values[at]);
            smallest = magnitude < smallest ? magnitude : smallest;
        }
        return smallest;
    }

    /** Takes values into account. */
    public void observe(float[] seen, int from, int length) {
        values.add(seen, from, length);
        for (int at = from; at < from + length; at += chunk.length) {
            int part = Math.min(chunk.length, from + length - at);
            for (int one = 0; one < part; one++) {
                chunk[one] = Math.abs(seen[at + one]);
                zeros += chunk[one] == 0 ? 1 : 0;
            }
            magnitudes.add(chunk, 0, part);
        }
    }

    /** What was seen so far; it stays as it is when more is observed. */
    public Distribution distribution() {
        return new RememberedAnswers(new HistogramDistribution(range, values.copy(), magnitudes.copy(), zeros));
    }
}
