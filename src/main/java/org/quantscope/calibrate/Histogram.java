package org.quantscope.calibrate;

/**
 * Values counted in equal bins, each value in the bin where {@code numpy.histogram} counts it: edges from {@code
 * numpy.linspace} and positions among them are computed in float32 and then corrected by a comparison with the edges.
 * What lies outside is not counted; the last bin includes its upper edge.
 */
public final class Histogram {
    /** As many as ONNX Runtime's percentile calibrator has. */
    public static final int BINS = 2048;

    private final float first;
    private final float width;
    private final float[] edges;
    private final long[] counts;

    /**
     * An empty one.
     *
     * @param first lower edge of the first bin, finite
     * @param last upper edge of the last bin, finite; where it equals {@code first} both move away by a half
     */
    Histogram(float first, float last, int bins) {
        boolean empty = first == last;
        this.first = empty ? first - 0.5f : first;
        float upper = empty ? last + 0.5f : last;
        this.width = upper - this.first;
        this.counts = new long[bins];
        this.edges = edges(this.first, upper, bins);
    }

    private Histogram(Histogram other) {
        this.first = other.first;
        this.width = other.width;
        this.edges = other.edges;
        this.counts = other.counts.clone();
    }

    /** The same counts, which stay as they are when more is added here. */
    Histogram copy() {
        return new Histogram(this);
    }

    private static float[] edges(float first, float last, int bins) {
        float width = last - first;
        float step = width / bins;
        float[] edges = new float[bins + 1];
        for (int at = 0; at < bins; at++) {
            edges[at] = (step == 0 ? at / (float) bins * width : at * step) + first;
        }
        edges[bins] = last;
        return edges;
    }

    void add(float[] values, int from, int length) {
        int bins = counts.length;
        float last = edges[bins];
        for (int at = from; at < from + length; at++) {
            float value = values[at];
            if (value >= first && value <= last) {
                counts[bin(value)]++;
            }
        }
    }

    private int bin(float value) {
        int bins = counts.length;
        int bin = Math.min((int) ((value - first) / width * bins), bins - 1);
        if (bin > 0 && value < edges[bin]) {
            bin--;
        }
        if (bin < bins - 1 && value >= edges[bin + 1]) {
            bin++;
        }
        return bin;
    }

    public int bins() {
        return counts.length;
    }

    /** How many values are in a bin. */
    public long count(int bin) {
        return counts[bin];
    }

    /** The lower edge of a bin; with {@link #bins()} the upper edge of the last one. */
    public float edge(int bin) {
        return edges[bin];
    }

    /** How many values are in all bins. */
    public long total() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    /**
     * The edge below which a given part of the values lies, as ONNX Runtime's {@code compute_percentile} finds it: the
     * lower edge of the first bin up to and with which there are so many.
     *
     * @param part 0 to 1
     */
    float quantile(double part) {
        double total = total();
        double up = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            up += counts[bin] / total;
            if (up >= part) {
                return edges[bin];
            }
        }
        return edges[counts.length];
    }

    /** The counts with so many neighbouring bins made one. */
    long[] merged(int bins) {
        int together = counts.length / bins;
        long[] merged = new long[bins];
        for (int bin = 0; bin < counts.length; bin++) {
            merged[bin / together] += counts[bin];
        }
        return merged;
    }
}
