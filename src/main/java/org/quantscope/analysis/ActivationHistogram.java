package org.quantscope.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.quantscope.calibrate.Distribution;
import org.quantscope.calibrate.Histogram;
import org.quantscope.quant.QuantParams;

/**
 * A layer's input or output before and after quantization, from the counts that calibration kept. The values are gone, so
 * what becomes of a bin is decided by its middle; only those that are exactly zero are known one by one. Counts beyond
 * the largest int are shown as that.
 */
public final class ActivationHistogram {
    private static final int MOST_BINS = 256;
    /** More levels than bins would be a comb without meaning. */
    private static final int MOST_LEVELS = 1024;

    private final Histogram counts;
    private final long zeros;
    private final Optional<QuantParams> params;
    private final HistogramAxis axis;
    private final int together;
    private final int first;
    private final int bins;

    private ActivationHistogram(Distribution seen, Optional<QuantParams> params, HistogramAxis axis) {
        this.counts = seen.histogram();
        this.zeros = seen.zeros();
        this.params = params;
        this.axis = params.isPresent() ? axis : HistogramAxis.VALUES;
        int low = 0;
        int high = counts.bins() - 1;
        while (low < high && counts.count(low) == 0) {
            low++;
        }
        while (high > low && counts.count(high) == 0) {
            high--;
        }
        this.together = Math.max(1, (high - low + MOST_BINS) / MOST_BINS);
        this.first = low;
        this.bins = (high - low) / together + 1;
    }

    /** @param params what quantizes the values; empty: they stay float */
    public static WeightHistogram of(Distribution seen, Optional<QuantParams> params, HistogramAxis axis) {
        return new ActivationHistogram(seen, params, axis).histogram();
    }

    private WeightHistogram histogram() {
        int[] before = new int[bins];
        int[] overflow = new int[bins];
        int[] underflow = new int[bins];
        TreeMap<Integer, long[]> levels = new TreeMap<>();
        long[] totals = new long[4];
        for (int bin = first; bin < first + bins * together && bin < counts.bins(); bin++) {
            long count = counts.count(bin);
            int at = (bin - first) / together;
            before[at] = sum(before[at], count);
            totals[0] += count;
            if (count > 0 && params.isPresent()) {
                long[] lost = quantize(bin, count, params.get(), levels);
                overflow[at] = sum(overflow[at], lost[0] + lost[1]);
                underflow[at] = sum(underflow[at], lost[2]);
                totals[1] += lost[0];
                totals[2] += lost[1];
                totals[3] += lost[2];
            }
        }
        double start = position(counts.edge(first));
        double end = position(counts.edge(Math.min(counts.bins(), first + together)));
        return new WeightHistogram(axis, start, end - start, before, overflow, underflow, shown(levels),
                representable(), position(0), new double[0],
                new WeightHistogram.Totals(sum(0, totals[0]), sum(0, totals[1]), sum(0, totals[2]), sum(0, totals[3]),
                        levels.size(), params.map(own -> own.type().levels()).orElse(0),
                        params.map(own -> own.type().bits()).orElse(0)),
                params.isPresent());
    }

    /** Counts a bin on the level of its middle; gives how many are clipped below, clipped above, and become zero. */
    private long[] quantize(int bin, long count, QuantParams own, TreeMap<Integer, long[]> levels) {
        boolean holdsZero = counts.edge(bin) <= 0 && 0 < counts.edge(bin + 1);
        long exact = holdsZero ? Math.min(zeros, count) : 0;
        if (exact > 0) {
            levels.computeIfAbsent(code(0, own), added -> new long[2])[0] += exact;
        }
        long others = count - exact;
        double middle = ((double) counts.edge(bin) + counts.edge(bin + 1)) / 2;
        double free = Math.rint(own.position(middle));
        int code = code(middle, own);
        long below = free < own.type().qmin() ? others : 0;
        long above = free > own.type().qmax() ? others : 0;
        if (others > 0) {
            long[] level = levels.computeIfAbsent(code, added -> new long[2]);
            level[0] += others;
            level[1] += below + above;
        }
        boolean becomesZero = below + above == 0 && own.valueAt(code) == 0;
        return new long[] {below, above, becomesZero ? others : 0};
    }

    private static int code(double value, QuantParams own) {
        double free = Math.rint(own.position(value));
        return (int) Math.max(own.type().qmin(), Math.min(own.type().qmax(), free));
    }

    private List<WeightHistogram.Level> shown(TreeMap<Integer, long[]> levels) {
        List<WeightHistogram.Level> shown = new ArrayList<>();
        if (params.isPresent() && params.get().type().levels() <= MOST_LEVELS) {
            levels.forEach((code, count) -> shown.add(new WeightHistogram.Level(
                    axis == HistogramAxis.CODES ? code : params.get().valueAt(code),
                    sum(0, count[0]), sum(0, count[1]))));
        }
        return List.copyOf(shown);
    }

    private WeightHistogram.Span representable() {
        return params.map(own -> axis == HistogramAxis.CODES
                        ? new WeightHistogram.Span(own.type().qmin(), own.type().qmax())
                        : new WeightHistogram.Span(own.lowest(), own.highest()))
                .orElse(null);
    }

    private double position(double value) {
        return axis == HistogramAxis.CODES ? params.orElseThrow().position(value) : value;
    }

    private static int sum(int before, long added) {
        return (int) Math.min(Integer.MAX_VALUE, before + added);
    }
}
