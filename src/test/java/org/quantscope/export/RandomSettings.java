package org.quantscope.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.Formula;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Rounding;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.ChannelOverride;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.Preprocessing;
import org.quantscope.settings.QuantSettings;
import org.quantscope.settings.RangeChoice;
import org.quantscope.settings.WeightEdits;
import org.quantscope.settings.WeightSettings;

/** Settings of every kind that a person could make, from a seed. */
final class RandomSettings {
    private final Random random;

    RandomSettings(long seed) {
        random = new Random(seed);
    }

    QuantSettings of(Model model) {
        Map<String, LayerSettings> layers = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            if (random.nextInt(6) > 0) {
                layers.put(layer.name(), layer(layer));
            }
        }
        Optional<Preprocessing> preprocessing = random.nextBoolean()
                ? Optional.empty()
                : Optional.of(new Preprocessing(
                        1 / 255.0, List.of(random.nextDouble()), List.of(0.1 + random.nextDouble(), 2.0, 3e-7),
                        pick(Preprocessing.Layout.values())));
        return new QuantSettings(layers, preprocessing);
    }

    private LayerSettings layer(Layer layer) {
        Optional<ActivationSettings> output = maybe() ? Optional.of(activation()) : Optional.empty();
        OptionalInt biasBits = maybe() ? OptionalInt.of(pick(16, 32)) : OptionalInt.empty();
        boolean anyProfile = output.isEmpty() || biasBits.isPresent();
        Optional<RequantizationProfile> profile = anyProfile
                ? (maybe() ? Optional.of(profile(output.isEmpty())) : Optional.empty())
                : Optional.of(RequantizationProfile.FLOAT64);
        Optional<Accumulator> accumulator = maybe()
                ? Optional.of(new Accumulator(16 + random.nextInt(49), pick(Accumulator.Overflow.values())))
                : Optional.empty();
        // Real zero points have no integer accumulator to limit or to requantize from.
        boolean anyFormula = output.isEmpty() && accumulator.isEmpty();
        int channels = layer.outputChannels();
        return new LayerSettings(
                maybe() ? Optional.of(anyFormula ? weightOfAnyFormula(channels) : weight(channels)) : Optional.empty(),
                maybe() ? Optional.of(anyFormula ? inputOfAnyFormula() : activation()) : Optional.empty(),
                output,
                biasBits,
                profile,
                accumulator,
                maybe() ? Optional.of(clamp()) : Optional.empty());
    }

    /** A power of two needs scales that match, so only a layer that does not requantize may have any. */
    private RequantizationProfile profile(boolean any) {
        RequantizationProfile profile = pick(RequantizationProfile.values());
        return any || profile != RequantizationProfile.POWER_OF_TWO ? profile : RequantizationProfile.GEMMLOWP;
    }

    private Clamp clamp() {
        return pick(
                new Clamp(0, Float.POSITIVE_INFINITY),
                new Clamp(0, 6),
                new Clamp(Float.NEGATIVE_INFINITY, 1.1f),
                new Clamp(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY),
                new Clamp(-Float.MAX_VALUE, Float.MIN_VALUE));
    }

    WeightSettings weight(int channels) {
        QuantType type = type();
        Map<Integer, ChannelOverride> overrides = new TreeMap<>();
        TreeSet<Integer> locked = new TreeSet<>();
        int share = random.nextInt(4);
        for (int channel = 0; channel < channels; channel++) {
            if (random.nextInt(3) < share) {
                overrides.put(channel, override(type));
            }
            if (random.nextInt(9) < share) {
                locked.add(channel);
            }
        }
        return new WeightSettings(
                type, pick(QuantScheme.values()), pick(Granularity.values()), range(), pick(Rounding.values()),
                Formula.ONNX, new TreeMap<>(overrides), locked);
    }

    /** Weights of any formula; scales and zero points set by hand are in its own words. */
    WeightSettings weightOfAnyFormula(int channels) {
        Formula formula = pick(Formula.ONNX, Formula.MICRONET, Formula.MICRONET_2020, Formula.DOREFA_WEIGHT,
                Formula.TERNARY_WEIGHT, Formula.BINARY_WEIGHT);
        WeightSettings changed = WeightEdits.withFormula(weight(channels), formula);
        if (!formula.isAffine()) {
            return changed.withRange(RangeChoice.MIN_MAX).withGranularity(Granularity.PER_CHANNEL).withLocked(Set.of());
        }
        return formula == Formula.ONNX || maybe()
                ? changed
                : changed.withOverride(List.of(random.nextInt(channels)), own -> own.withZeroPoint(realZeroPoint()));
    }

    /** An input of any formula. */
    ActivationSettings inputOfAnyFormula() {
        Formula formula = pick(Formula.ONNX, Formula.MICRONET, Formula.MICRONET_2020, Formula.DOREFA_ACTIVATION,
                Formula.BINARY_ACTIVATION);
        if (!formula.isAffine()) {
            int bits = 2 + random.nextInt(15);
            ActivationSettings choices = ActivationSettings.DEFAULT.withFormula(formula);
            return formula == Formula.BINARY_ACTIVATION
                    ? choices
                    : choices.withType(new QuantType(bits, false, false));
        }
        ActivationSettings changed = activation().withFormula(formula);
        return formula == Formula.ONNX || maybe() ? changed : changed.withZeroPoint(realZeroPoint());
    }

    private float realZeroPoint() {
        return pick(0.5f, -127.25f, 1e9f, random.nextFloat(), (float) random.nextInt(300));
    }

    private ChannelOverride override(QuantType type) {
        OptionalInt bits = maybe() ? OptionalInt.of(2 + random.nextInt(15)) : OptionalInt.empty();
        return new ChannelOverride(
                bits,
                random.nextInt(3) == 0 ? Optional.of(interval()) : Optional.empty(),
                maybe() ? Optional.of(scale()) : Optional.empty(),
                maybe() ? Optional.of((float) code(type)) : Optional.empty());
    }

    ActivationSettings activation() {
        QuantType type = type();
        return new ActivationSettings(
                type, pick(QuantScheme.values()), range(), pick(Rounding.values()), Formula.ONNX,
                random.nextInt(3) == 0 ? Optional.of(scale()) : Optional.empty(),
                random.nextInt(3) == 0 ? Optional.of((float) code(type)) : Optional.empty());
    }

    private QuantType type() {
        return new QuantType(2 + random.nextInt(15), random.nextBoolean(), random.nextBoolean());
    }

    /** Mostly a code of the type, sometimes one that a wider type left behind. */
    private int code(QuantType type) {
        return random.nextInt(5) == 0 ? 70_000 : type.qmin() + random.nextInt(type.levels());
    }

    private RangeChoice range() {
        return maybe() ? RangeChoice.MIN_MAX : RangeChoice.byHand(interval());
    }

    private ClippingRange interval() {
        return pick(
                new ClippingRange(-0.0f, 0.0f),
                new ClippingRange(-random.nextFloat(), random.nextFloat() * 9),
                new ClippingRange(0.1f, 0.3f),
                new ClippingRange(-Float.MAX_VALUE, Float.MAX_VALUE),
                new ClippingRange(Float.MIN_VALUE, 2 * Float.MIN_VALUE));
    }

    private float scale() {
        float any = Float.intBitsToFloat(0x00800000 + random.nextInt(0x7f800000 - 0x00800000));
        return pick(any, any, Float.MIN_NORMAL, Float.MAX_VALUE, 0.0157f);
    }

    private boolean maybe() {
        return random.nextBoolean();
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
