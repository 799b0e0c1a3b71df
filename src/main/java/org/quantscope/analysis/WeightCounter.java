package org.quantscope.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.TensorParams;
import org.quantscope.quant.WeightPreparation;
import org.quantscope.tensor.FloatTensor;

/**
 * Counts the weights of one layer again and again, as parameters change under a moving finger. What depends on the
 * weights alone is kept, and so are the last counts: where a few channels have other parameters than before and bins and
 * levels stay where they were, only these channels are counted anew. Safe for several threads, one at a time.
 */
public final class WeightCounter {
    /** What was counted last. */
    private record Last(HistogramGrid grid, int fromChannel, PreparedWeights prepared, List<QuantParams> shown,
            boolean shares, WeightTally tally) {
        boolean isFor(Last other) {
            return grid.equals(other.grid) && fromChannel == other.fromChannel && prepared == other.prepared
                    && shown.size() == other.shown.size() && shares == other.shares
                    && WeightTally.lowestCode(shown) == WeightTally.lowestCode(other.shown)
                    && WeightTally.highestCode(shown) == WeightTally.highestCode(other.shown);
        }
    }

    private final FloatTensor weight;
    private final int channels;
    private final Map<Formula, PreparedWeights> prepared = new EnumMap<>(Formula.class);
    private final Map<Formula, ClippedByChannel> clipped = new EnumMap<>(Formula.class);
    private Last last;

    /** @param weight (O, ...), not changed as long as it is counted; finite */
    public WeightCounter(FloatTensor weight) {
        this.weight = weight;
        this.channels = weight.shape().extent(0);
    }

    public FloatTensor weight() {
        return weight;
    }

    /** All channels; ticks mark the weights of {@code selected}. Without parameters there are values only. */
    public synchronized WeightHistogram layer(Optional<TensorParams> params, HistogramAxis axis, int selected) {
        return count(params, axis, 0, channels, selected);
    }

    /** One channel. */
    public synchronized WeightHistogram channel(Optional<TensorParams> params, HistogramAxis axis, int channel) {
        return count(params, axis, channel, channel + 1, channel);
    }

    /** The spans of all channels. */
    public synchronized List<ChannelSpan> spans(Optional<TensorParams> params) {
        PreparedWeights own = prepared(Formula.ONNX);
        ClippedByChannel counts = clipped(PreparedWeights.formula(params));
        List<ChannelSpan> spans = new ArrayList<>(channels);
        for (int channel = 0; channel < channels; channel++) {
            float min = own.lowest()[channel];
            float max = own.highest()[channel];
            spans.add(params.isEmpty()
                    ? ChannelSpan.unquantized(min, max)
                    : ChannelSpan.quantized(min, max, params.get().channel(channel),
                            counts.of(channel, params.get().channel(channel))));
        }
        return Collections.unmodifiableList(spans);
    }

    private PreparedWeights prepared(Formula formula) {
        return prepared.computeIfAbsent(use(formula), each -> PreparedWeights.of(weight, each));
    }

    private ClippedByChannel clipped(Formula formula) {
        return clipped.computeIfAbsent(use(formula), each -> new ClippedByChannel(prepared(each)));
    }

    /** All affine formulas take the weights as they are. Of the others only the one in use is kept. */
    private Formula use(Formula formula) {
        Formula key = WeightPreparation.isIdentity(formula) ? Formula.ONNX : formula;
        if (key != Formula.ONNX) {
            prepared.keySet().removeIf(kept -> kept != Formula.ONNX && kept != key);
            clipped.keySet().retainAll(prepared.keySet());
        }
        return key;
    }

    private WeightHistogram count(
            Optional<TensorParams> params, HistogramAxis wanted, int from, int to, int selected) {
        HistogramAxis axis = params.isPresent() ? wanted : HistogramAxis.VALUES;
        PreparedWeights made = prepared(PreparedWeights.formula(params));
        List<QuantParams> shown = params.map(all -> all.channels().subList(from, to)).orElse(List.of());
        WeightPositions positions = new WeightPositions(axis, prepared(Formula.ONNX), made);
        HistogramGrid grid = grid(positions, shown, from, to);
        boolean shares = !shown.isEmpty() && shown.stream().allMatch(shown.get(0)::equals);
        WeightTally.Counted counted = shown.isEmpty()
                ? countFloat(positions, grid, from, to)
                : countChanges(positions, new Last(grid, from, made, shown, shares,
                        new WeightTally(positions, grid, shown, shares)));
        QuantType widest = widestType(shown);
        WeightHistogram.Totals totals = new WeightHistogram.Totals((to - from) * made.channelLength(),
                counted.clippedLow(), counted.clippedHigh(), counted.zeroed(), counted.codesUsed(),
                widest == null ? 0 : widest.levels(), widest == null ? 0 : widest.bits());
        return new WeightHistogram(axis, grid.binStart(), grid.binWidth(), counted.before(), counted.overflow(),
                counted.underflow(), counted.levels(), representable(axis, shown), grid.zero(),
                ticks(positions, params, selected), totals, shares);
    }

    private WeightTally.Counted countFloat(WeightPositions positions, HistogramGrid grid, int from, int to) {
        WeightTally tally = new WeightTally(positions, grid, List.of(), false);
        for (int channel = from; channel < to; channel++) {
            tally.addFloat(channel);
        }
        return tally.counted(null);
    }

    /** Goes on from the last counts where that is less than to begin anew. */
    private WeightTally.Counted countChanges(WeightPositions positions, Last wanted) {
        List<Integer> changed = last != null && last.isFor(wanted) ? changed(last.shown(), wanted.shown()) : null;
        if (changed == null || 2 * changed.size() > wanted.shown().size()) {
            for (int i = 0; i < wanted.shown().size(); i++) {
                add(wanted.tally(), wanted, i);
            }
            last = wanted;
        } else {
            for (int i : changed) {
                last.tally().add(wanted.fromChannel() + i, last.shown().get(i), -1);
                add(last.tally(), wanted, i);
            }
            last = new Last(wanted.grid(), wanted.fromChannel(), wanted.prepared(), wanted.shown(), wanted.shares(),
                    last.tally());
        }
        return last.tally().counted(wanted.shown().get(0));
    }

    private void add(WeightTally tally, Last wanted, int place) {
        QuantParams own = wanted.shown().get(place);
        int channel = wanted.fromChannel() + place;
        clipped(own.formula()).know(channel, own, tally.add(channel, own, 1));
    }

    private static List<Integer> changed(List<QuantParams> before, List<QuantParams> now) {
        List<Integer> changed = new ArrayList<>();
        for (int i = 0; i < now.size(); i++) {
            if (!now.get(i).equals(before.get(i))) {
                changed.add(i);
            }
        }
        return changed;
    }

    private HistogramGrid grid(WeightPositions positions, List<QuantParams> shown, int from, int to) {
        HistogramAxis axis = positions.axis();
        double zero = axis == HistogramAxis.VALUES ? 0 : shown.get(0).origin();
        double low = zero;
        double high = zero;
        for (int channel = from; channel < to; channel++) {
            QuantParams own = shown.isEmpty() ? null : shown.get(channel - from);
            low = Math.min(low, positions.lowest(channel, own));
            high = Math.max(high, positions.highest(channel, own));
        }
        return HistogramGrid.of(axis, zero, low, high, commonStep(axis, shown), shown.isEmpty() ? null : shown.get(0));
    }

    /** The step that all weights shown share on the axis, or 0 if they share none. */
    private static double commonStep(HistogramAxis axis, List<QuantParams> shown) {
        if (shown.isEmpty()) {
            return 0;
        }
        double first = shown.get(0).step();
        boolean shared = axis == HistogramAxis.CODES || shown.stream().allMatch(own -> own.step() == first);
        return !shared ? 0 : axis == HistogramAxis.CODES ? 1 : first;
    }

    private static WeightHistogram.Span representable(HistogramAxis axis, List<QuantParams> shown) {
        if (shown.isEmpty()) {
            return null;
        }
        WeightHistogram.Span shared = span(axis, shown.get(0));
        return shown.stream().allMatch(own -> span(axis, own).equals(shared)) ? shared : null;
    }

    private static WeightHistogram.Span span(HistogramAxis axis, QuantParams own) {
        return axis == HistogramAxis.CODES
                ? new WeightHistogram.Span(own.type().qmin(), own.type().qmax())
                : new WeightHistogram.Span(own.lowest(), own.highest());
    }

    private static QuantType widestType(List<QuantParams> shown) {
        QuantType widest = null;
        for (QuantParams own : shown) {
            widest = widest == null || own.type().bits() > widest.bits() ? own.type() : widest;
        }
        return widest;
    }

    private static double[] ticks(WeightPositions positions, Optional<TensorParams> params, int channel) {
        double[] ticks = new double[positions.prepared().channelLength()];
        QuantParams own = params.map(all -> all.channel(channel)).orElse(null);
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = positions.of(channel * ticks.length + i, own);
        }
        return ticks;
    }
}
