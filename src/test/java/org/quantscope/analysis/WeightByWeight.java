package org.quantscope.analysis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.TensorParams;
import org.quantscope.quant.WeightPreparation;
import org.quantscope.tensor.FloatTensor;

/**
 * Counts a {@link WeightHistogram} one weight after another, as it is defined: what the fused loops must equal.
 */
final class WeightByWeight {
    private static final int MOST_BINS = 768;
    private static final int BINS_WITHOUT_A_STEP = 128;
    private static final int MOST_LEVELS = 384;

    private final FloatTensor weight;
    private final Optional<TensorParams> params;
    private final HistogramAxis axis;
    private final float[] prepared;
    private final int fromChannel;
    private final int toChannel;

    private double binStart;
    private double binWidth;
    private double levelWidth;
    private double levelStart;
    private int[] before;
    private int[] overflow;
    private int[] underflow;
    private final Map<Long, int[]> levels = new TreeMap<>();
    private int clippedLow;
    private int clippedHigh;
    private int zeroed;

    private WeightByWeight(
            FloatTensor weight, Optional<TensorParams> params, HistogramAxis axis, int fromChannel, int toChannel) {
        this.weight = weight;
        this.params = params;
        this.prepared = prepared(weight, params);
        this.axis = params.isPresent() ? axis : HistogramAxis.VALUES;
        this.fromChannel = fromChannel;
        this.toChannel = toChannel;
    }

    /** All channels of a weight tensor (O, ...); ticks mark the weights of {@code selected}. */
    static WeightHistogram layer(
            FloatTensor weight, Optional<TensorParams> params, HistogramAxis axis, int selected) {
        return new WeightByWeight(weight, params, axis, 0, weight.shape().extent(0)).build(selected);
    }

    /** One channel of a weight tensor (O, ...). */
    static WeightHistogram channel(
            FloatTensor weight, Optional<TensorParams> params, HistogramAxis axis, int channel) {
        return new WeightByWeight(weight, params, axis, channel, channel + 1).build(channel);
    }

    private WeightHistogram build(int selected) {
        layOutBins();
        BitSet used = new BitSet();
        for (int channel = fromChannel; channel < toChannel; channel++) {
            count(channel, used);
        }
        List<WeightHistogram.Level> found = new ArrayList<>(levels.size());
        levels.forEach((index, counts) ->
                found.add(new WeightHistogram.Level(index * levelWidth + levelStart, counts[0], counts[1])));
        QuantType widest = widestType();
        WeightHistogram.Totals totals = new WeightHistogram.Totals(
                (toChannel - fromChannel) * channelLength(), clippedLow, clippedHigh, zeroed, used.cardinality(),
                widest == null ? 0 : widest.levels(), widest == null ? 0 : widest.bits());
        return new WeightHistogram(axis, binStart, binWidth, before, overflow, underflow, List.copyOf(found),
                representable(), zeroPosition(), ticks(selected), totals, sharesParameters());
    }

    /** Bins are aligned to real zero, so that the half-step ends of the zones fall on bin edges. */
    private void layOutBins() {
        double low = zeroPosition();
        double high = low;
        for (int channel = fromChannel; channel < toChannel; channel++) {
            for (int i = 0; i < channelLength(); i++) {
                double position = position(channel * channelLength() + i, channel);
                low = Math.min(low, position);
                high = Math.max(high, position);
            }
        }
        double step = commonStep();
        double extent = Math.max(high - low, step > 0 ? step : 1e-6);
        binWidth = step > 0 ? step / 4 : extent / BINS_WITHOUT_A_STEP;
        while (extent / binWidth > MOST_BINS) {
            binWidth *= 2;
        }
        levelWidth = step > 0 ? step : binWidth;
        levelStart = step > 0 ? levelNextToZero() : zeroPosition();
        while (extent / levelWidth > MOST_LEVELS) {
            levelWidth *= 2;
        }
        long first = (long) Math.floor((low - zeroPosition()) / binWidth);
        long last = (long) Math.floor((high - zeroPosition()) / binWidth);
        binStart = zeroPosition() + first * binWidth;
        int bins = (int) (last - first + 1);
        before = new int[bins];
        overflow = new int[bins];
        underflow = new int[bins];
    }

    private void count(int channel, BitSet used) {
        for (int i = 0; i < channelLength(); i++) {
            int at = channel * channelLength() + i;
            int bin = (int) Math.floor((position(at, channel) - binStart) / binWidth);
            bin = Math.max(0, Math.min(before.length - 1, bin));
            before[bin]++;
            if (params.isEmpty()) {
                continue;
            }
            QuantParams own = params.get().channel(channel);
            double unclamped = Quantizer.unclamped(prepared[at], own);
            int code = Quantizer.quantize(prepared[at], own);
            boolean clipped = unclamped != code;
            if (clipped) {
                overflow[bin]++;
                clippedLow += unclamped < code ? 1 : 0;
                clippedHigh += unclamped > code ? 1 : 0;
            }
            if (weight.get(at) != 0 && code == own.origin()) {
                underflow[bin]++;
                zeroed++;
            }
            used.set(code - Short.MIN_VALUE);
            addToLevel(code, own, clipped);
        }
    }

    private void addToLevel(int code, QuantParams own, boolean clipped) {
        double position = axis == HistogramAxis.CODES ? code : Quantizer.dequantize(code, own);
        long index = (long) Math.rint((position - levelStart) / levelWidth);
        int[] counts = levels.computeIfAbsent(index, unused -> new int[2]);
        counts[0]++;
        counts[1] += clipped ? 1 : 0;
    }

    /** Where weight {@code at} lies on the axis; among the codes it is what its method made of it that lies there. */
    private double position(int at, int channel) {
        if (axis == HistogramAxis.VALUES) {
            return weight.get(at);
        }
        QuantParams own = params.orElseThrow().channel(channel);
        return switch (own.formula()) {
            case ONNX, MICRONET, MICRONET_2020 -> own.position(weight.get(at));
            case DOREFA_WEIGHT -> (double) prepared[at] * own.type().qmax();
            default -> Float.isNaN(prepared[at]) ? 0 : prepared[at];
        };
    }

    /** The step that all weights shown share on the axis, or 0 if they share none. */
    private double commonStep() {
        if (params.isEmpty()) {
            return 0;
        }
        if (axis == HistogramAxis.CODES) {
            return 1;
        }
        double first = params.get().channel(fromChannel).step();
        for (int channel = fromChannel; channel < toChannel; channel++) {
            if (params.get().channel(channel).step() != first) {
                return 0;
            }
        }
        return first;
    }

    private boolean sharesParameters() {
        return params.isPresent()
                && params.get().channels().subList(fromChannel, toChannel).stream().distinct().count() == 1;
    }

    private WeightHistogram.Span representable() {
        if (params.isEmpty()) {
            return null;
        }
        WeightHistogram.Span shared = span(params.get().channel(fromChannel));
        for (int channel = fromChannel; channel < toChannel; channel++) {
            if (!span(params.get().channel(channel)).equals(shared)) {
                return null;
            }
        }
        return shared;
    }

    private WeightHistogram.Span span(QuantParams own) {
        return axis == HistogramAxis.CODES
                ? new WeightHistogram.Span(own.type().qmin(), own.type().qmax())
                : new WeightHistogram.Span(own.lowest(), own.highest());
    }

    /** Real zero on the axis: 0, or the first shown channel's zero point. */
    private double zeroPosition() {
        return axis == HistogramAxis.VALUES ? 0 : params.orElseThrow().channel(fromChannel).origin();
    }

    /** Levels need not fall on real zero: where it has no code, they lie on both sides of it. */
    private double levelNextToZero() {
        QuantParams own = params.orElseThrow().channel(fromChannel);
        int code = (int) Math.rint(own.origin());
        return axis == HistogramAxis.CODES ? code : Quantizer.dequantize(code, own);
    }

    private QuantType widestType() {
        QuantType widest = null;
        for (int channel = fromChannel; params.isPresent() && channel < toChannel; channel++) {
            QuantType type = params.get().channel(channel).type();
            widest = widest == null || type.bits() > widest.bits() ? type : widest;
        }
        return widest;
    }

    private double[] ticks(int channel) {
        double[] positions = new double[channelLength()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = position(channel * channelLength() + i, channel);
        }
        return positions;
    }

    private static float[] prepared(FloatTensor weight, Optional<TensorParams> params) {
        Formula formula = params.map(all -> all.channel(0).formula()).orElse(Formula.ONNX);
        int channels = weight.shape().extent(0);
        return WeightPreparation.isIdentity(formula)
                ? weight.data()
                : new WeightPreparation(formula, weight.data(), channels, weight.shape().extent(1)).rows(0, channels);
    }

    /** The spans of all channels. */
    static List<ChannelSpan> spans(FloatTensor weight, Optional<TensorParams> params) {
        int length = weight.size() / weight.shape().extent(0);
        float[] prepared = prepared(weight, params);
        List<ChannelSpan> spans = new ArrayList<>();
        for (int from = 0; from < weight.size(); from += length) {
            float min = weight.get(from);
            float max = weight.get(from);
            int clipped = 0;
            for (int i = from; i < from + length; i++) {
                min = Math.min(min, weight.get(i));
                max = Math.max(max, weight.get(i));
                if (params.isPresent()) {
                    QuantParams own = params.get().channel(from / length);
                    clipped += Quantizer.unclamped(prepared[i], own) != Quantizer.quantize(prepared[i], own) ? 1 : 0;
                }
            }
            spans.add(params.isEmpty() ? new ChannelSpan(min, max, Float.NaN, Float.NaN, 0, 0, 0)
                    : quantized(min, max, params.get().channel(from / length), clipped));
        }
        return spans;
    }

    private static ChannelSpan quantized(float min, float max, QuantParams own, int clipped) {
        float half = own.formula().isAffine() ? (float) (own.step() / 2) : 0;
        return new ChannelSpan(min, max, own.lowest(), own.highest(), -half, half, clipped);
    }

    private int channelLength() {
        return weight.size() / weight.shape().extent(0);
    }
}
