package org.quantscope.calibrate;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.quantscope.quant.Formula;
import org.quantscope.quant.WeightPreparation;
import org.quantscope.tensor.FloatTensor;

/**
 * What can be observed of a layer's weights (O, C/group, kh, kw). Ranges are there from the start; what only some
 * choices need is counted when it is first asked for. Safe for several threads.
 */
public final class WeightStatistics {
    private static final int WHOLE = -1;

    private final FloatTensor weight;
    private final List<RangeStatistics> channels;
    private final RangeStatistics tensor;
    private final Map<Integer, RangeStatistics> averages = new ConcurrentHashMap<>();
    private final Map<Integer, RangeStatistics> distributions = new ConcurrentHashMap<>();
    private final Map<Formula, float[]> scales = new ConcurrentHashMap<>();

    private WeightStatistics(FloatTensor weight, List<RangeStatistics> channels) {
        this.weight = weight;
        this.channels = channels;
        this.tensor = channels.stream().reduce(new RangeStatistics(0, 0, 0), RangeStatistics::merge);
    }

    public static WeightStatistics of(FloatTensor weight) {
        return new WeightStatistics(weight, Observer.perChannel(weight));
    }

    /** O. */
    public int channelCount() {
        return channels.size();
    }

    /** The ranges of the output channels. */
    public List<RangeStatistics> channels() {
        return channels;
    }

    /** One output channel, with what a method needs of it. */
    public RangeStatistics channel(int channel, CalibrationMethod method) {
        int length = weight.size() / channels.size();
        return with(method, channels.get(channel), channel, channel * length, length);
    }

    /** The tensor as a whole, with what a method needs of it. */
    public RangeStatistics tensor(CalibrationMethod method) {
        return with(method, tensor, WHOLE, 0, weight.size());
    }

    private RangeStatistics with(CalibrationMethod method, RangeStatistics seen, int key, int from, int length) {
        if (method.needs().contains(Statistic.AVERAGES)) {
            return averages.computeIfAbsent(key, ignored -> Observer.batch(weight.data(), from, length));
        }
        boolean distributed = method.needs().contains(Statistic.DISTRIBUTION) && length > 0;
        return distributed
                ? distributions.computeIfAbsent(key, ignored -> seen.withDistribution(
                        new RememberedAnswers(new ValueDistribution(seen, weight.data(), from, length))))
                : seen;
    }

    /** α of one output channel for ternary or binary weights, (16) and (17); 0 for a channel without magnitude. */
    public float scale(Formula formula, int channel) {
        return scales.computeIfAbsent(formula, this::scales)[channel];
    }

    private float[] scales(Formula formula) {
        WeightPreparation preparation = new WeightPreparation(
                formula, weight.data(), channels.size(), weight.shape().extent(1));
        float[] found = new float[channels.size()];
        for (int channel = 0; channel < found.length; channel++) {
            found[channel] = preparation.scale(channel);
        }
        return found;
    }
}
