package org.quantscope.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.calibrate.RangeTarget;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.Formula;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.MethodParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Rounding;
import org.quantscope.quant.TensorParams;

/**
 * The one place where choices and statistics become parameters. Screen, kernels and exports all read what it returns.
 */
public final class ParameterDerivation {
    /** @param before what was derived before it; null: nothing is kept */
    private record Derived(LayerSettings choices, LayerParams params, Derived before) {}

    private final Map<String, LayerStatistics> statistics;
    /**
     * The last two of each layer, the present choices and what they are compared with: every view and every row of a
     * table asks again after every change.
     */
    private final Map<String, Derived> latest = new ConcurrentHashMap<>();

    /** @param statistics what was observed, by layer name */
    public ParameterDerivation(Map<String, LayerStatistics> statistics) {
        this.statistics = Map.copyOf(statistics);
    }

    /** Number of output channels of a layer. */
    public int channels(String layer) {
        return statistics(layer).weight().channelCount();
    }

    public LayerStatistics statistics(String layer) {
        LayerStatistics found = statistics.get(layer);
        if (found == null) {
            throw new IllegalArgumentException("The model has no explorable layer named '" + layer + "'.");
        }
        return found;
    }

    /**
     * The parameters of a layer. An input or output whose range follows from data that has not been seen yet stays
     * float until it has. Equal choices, one time after another, give the same object. Safe for several threads.
     */
    public LayerParams derive(String layer, LayerSettings choices) {
        Derived known = latest.get(layer);
        for (Derived derived = known; derived != null; derived = derived.before()) {
            if (derived.choices().equals(choices)) {
                return derived.params();
            }
        }
        LayerParams params = derive(statistics(layer), choices);
        Derived before = known == null ? null : new Derived(known.choices(), known.params(), null);
        latest.put(layer, new Derived(choices, params, before));
        return params;
    }

    private static LayerParams derive(LayerStatistics seen, LayerSettings choices) {
        return new LayerParams(
                choices.weight().map(weight -> weight(weight, seen)),
                choices.input().flatMap(input -> activation(input, seen.input())),
                choices.output().flatMap(output -> activation(output, seen.output())),
                choices.biasBits(),
                choices.requantization().orElse(RequantizationProfile.FLOAT32),
                choices.accumulator().orElse(Accumulator.EXACT),
                choices.clamp());
    }

    /**
     * Of settings that came from a file while ranges were missing: the same without the scales and zero points of
     * inputs and outputs that the ranges seen by now give anyway, bit for bit.
     *
     * @param asOpened what the file gave; what was changed since stays as it is
     */
    public QuantSettings withoutRedundant(QuantSettings settings, QuantSettings asOpened) {
        QuantSettings result = settings;
        for (String name : asOpened.layers().keySet()) {
            LayerSettings opened = asOpened.layers().get(name);
            LayerSettings now = settings.layer(name);
            Optional<ActivationSettings> input = now.input().equals(opened.input())
                    ? now.input().map(given -> given.withoutRedundant(
                            plain -> derive(name, LayerSettings.FLOAT.withInput(Optional.of(plain))).input()))
                    : now.input();
            Optional<ActivationSettings> output = now.output().equals(opened.output())
                    ? now.output().map(given -> given.withoutRedundant(
                            plain -> derive(name, LayerSettings.FLOAT.withOutput(Optional.of(plain))).output()))
                    : now.output();
            LayerSettings plain = now.withInput(input).withOutput(output);
            result = plain.equals(now) ? result : result.withLayer(name, same -> plain);
        }
        return result;
    }

    /** The clipping range that a channel's parameters come from, before a scale or zero point set by hand. */
    public static ClippingRange weightRange(WeightSettings choices, LayerStatistics seen, int channel) {
        Optional<ClippingRange> own = choices.override(channel).range();
        if (own.isPresent()) {
            return own.get();
        }
        if (choices.range().byHand().isPresent()) {
            return choices.range().byHand().get();
        }
        boolean perChannel = choices.granularity() == Granularity.PER_CHANNEL;
        CalibrationMethod method = choices.range().method();
        return method.range(
                perChannel ? seen.weight().channel(channel, method) : seen.weight().tensor(method),
                target(choices, channel));
    }

    private static TensorParams weight(WeightSettings choices, LayerStatistics seen) {
        return choices.formula().isAffine() ? affineWeight(choices, seen) : fixedWeight(choices, seen);
    }

    private static TensorParams affineWeight(WeightSettings choices, LayerStatistics seen) {
        CalibrationMethod method = choices.range().method();
        boolean wholeTensor = choices.granularity() == Granularity.PER_TENSOR;
        Optional<ClippingRange> shared = choices.range().byHand()
                .or(() -> wholeTensor
                        ? Optional.of(method.range(seen.weight().tensor(method), choices.rangeTarget()))
                        : Optional.empty());
        List<QuantParams> channels = new ArrayList<>(seen.weight().channelCount());
        for (int channel = 0; channel < seen.weight().channelCount(); channel++) {
            ChannelOverride own = choices.override(channel);
            ClippingRange range = wholeTensor && own.range().isEmpty()
                    ? shared.orElseThrow()
                    : weightRange(choices, seen, channel);
            channels.add(byHand(target(choices, channel).params(range), own.scale(), own.zeroPoint()));
        }
        return new TensorParams(channels);
    }

    /** What a channel's range is for: its own bits where it has them. */
    private static RangeTarget target(WeightSettings choices, int channel) {
        OptionalInt bits = choices.override(channel).bits();
        return bits.isPresent()
                ? choices.withType(choices.type().withBits(bits.getAsInt())).rangeTarget()
                : choices.rangeTarget();
    }

    /** DoReFa, ternary and binary weights have nothing to choose but DoReFa's bit-width. */
    private static TensorParams fixedWeight(WeightSettings choices, LayerStatistics seen) {
        List<QuantParams> channels = new ArrayList<>(seen.weight().channelCount());
        for (int channel = 0; channel < seen.weight().channelCount(); channel++) {
            channels.add(choices.formula() == Formula.DOREFA_WEIGHT
                    ? MethodParams.dorefaWeight(choices.type().bits())
                    : MethodParams.scaledSigns(choices.formula(), seen.weight().scale(choices.formula(), channel)));
        }
        return new TensorParams(channels);
    }

    private static Optional<QuantParams> activation(ActivationSettings choices, Optional<RangeStatistics> seen) {
        if (!choices.formula().isAffine()) {
            return Optional.of(choices.formula() == Formula.DOREFA_ACTIVATION
                    ? MethodParams.dorefaActivation(choices.type().bits())
                    : MethodParams.signs());
        }
        Optional<ClippingRange> range =
                choices.range().byHand().or(() -> observed(choices, seen));
        boolean centred = choices.zeroPoint().isPresent() || choices.scheme() == QuantScheme.SYMMETRIC;
        if (range.isEmpty() && choices.scale().isPresent() && centred) {
            range = Optional.of(new ClippingRange(-1, 1)); // only its symmetric zero point can still count, (8)
        }
        return range.map(known -> byHand(
                choices.rangeTarget().params(known),
                choices.scale(),
                choices.zeroPoint()));
    }

    private static Optional<ClippingRange> observed(ActivationSettings choices, Optional<RangeStatistics> seen) {
        CalibrationMethod method = choices.range().method();
        return seen.filter(statistics -> statistics.suffice(method))
                .map(statistics -> method.range(statistics, choices.rangeTarget()));
    }

    private static QuantParams byHand(QuantParams chosen, Optional<Float> scale, Optional<Float> zeroPoint) {
        if (scale.isEmpty() && zeroPoint.isEmpty()) {
            return chosen;
        }
        QuantType type = chosen.type();
        float typed = zeroPoint.orElse(chosen.zeroPoint());
        // A zero point typed for a wider type moves to the nearest code when the type becomes narrower.
        float fitting = chosen.formula() == Formula.ONNX ? Math.max(type.qmin(), Math.min(type.qmax(), typed)) : typed;
        return new QuantParams(type, scale.orElse(chosen.scale()), fitting, chosen.rounding(), chosen.formula());
    }
}
