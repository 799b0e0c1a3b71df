package org.quantscope.conv;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.Formula;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Rounding;
import org.quantscope.quant.TensorParams;

/** Seeded random parameters that may stand together, of every kind that a settings file can ask for. */
public final class RandomParams {
    private static final Clamp[] CLAMPS = {
        new Clamp(0, Float.POSITIVE_INFINITY), new Clamp(0, 6), new Clamp(-0.75f, 1.3f)
    };

    private final RandomLayers layers;

    public RandomParams(RandomLayers layers) {
        this.layers = layers;
    }

    /** Parameters with both sides quantized and the bias an integer, requantized by a profile. */
    public LayerParams requantized(int channels, RequantizationProfile profile) {
        boolean shift = profile == RequantizationProfile.POWER_OF_TWO;
        QuantParams input = shift ? power(0) : layers.params();
        QuantParams[] weights = new QuantParams[channels];
        Arrays.setAll(weights, channel -> shift ? power(-layers.between(0, 12)) : layers.params());
        QuantParams output = shift ? power(layers.between(0, 9)) : output();
        return new LayerParams(
                Optional.of(new TensorParams(Arrays.asList(weights))), Optional.of(input), Optional.of(output),
                OptionalInt.of(layers.random().nextBoolean() ? 16 : 32), profile, accumulator(), clamp());
    }

    /** Parameters of any kind: sides that stay float, a float bias, no output quantizer. */
    public LayerParams any(int channels) {
        RequantizationProfile[] profiles = RequantizationProfile.values();
        LayerParams all = requantized(channels, profiles[layers.random().nextInt(profiles.length)]);
        boolean weights = layers.random().nextInt(5) > 0;
        boolean inputs = layers.random().nextInt(5) > 0;
        boolean outputs = layers.random().nextInt(3) > 0;
        boolean bias = layers.random().nextInt(4) > 0;
        return new LayerParams(
                weights ? all.weight() : Optional.empty(),
                inputs ? all.input() : Optional.empty(),
                outputs ? all.output() : Optional.empty(),
                bias ? all.biasBits() : OptionalInt.empty(),
                outputs && !bias ? RequantizationProfile.FLOAT64 : all.requantization(),
                all.accumulator(), all.clamp());
    }

    /** Parameters of the other formulas: real zero points, multipliers for scales, DoReFa, ternary and binary. */
    public LayerParams otherFormulas(int channels) {
        QuantParams input = input();
        Formula formula = pick(Formula.MICRONET, Formula.MICRONET_2020, Formula.DOREFA_WEIGHT, Formula.TERNARY_WEIGHT,
                Formula.BINARY_WEIGHT, Formula.ONNX);
        QuantType type = type(formula);
        QuantParams[] weights = new QuantParams[channels];
        Arrays.setAll(weights, channel -> weight(type, formula));
        LayerParams both = new LayerParams(
                Optional.of(new TensorParams(Arrays.asList(weights))), Optional.of(input), Optional.empty(),
                bias(), pick(RequantizationProfile.FLOAT32, RequantizationProfile.RUY, RequantizationProfile.FLOAT64),
                Accumulator.EXACT, clamp());
        boolean integer = both.countsInIntegers() && both.biasBits().isPresent()
                && both.requantization() != RequantizationProfile.FLOAT64;
        Optional<QuantParams> output = layers.random().nextBoolean()
                ? Optional.empty()
                : Optional.of(integer ? output() : affine(pick(Formula.ONNX, Formula.MICRONET, Formula.MICRONET_2020)));
        return new LayerParams(both.weight(), both.input(), output, both.biasBits(),
                integer || output.isEmpty() ? both.requantization() : RequantizationProfile.FLOAT64,
                both.countsInIntegers() ? accumulator() : Accumulator.EXACT, both.clamp());
    }

    private OptionalInt bias() {
        return layers.random().nextBoolean() ? OptionalInt.empty() : OptionalInt.of(32);
    }

    private QuantParams input() {
        return switch (layers.random().nextInt(6)) {
            case 0 -> new QuantParams(
                    new QuantType(layers.between(2, 8), false, false), 1, 0, Rounding.HALF_AWAY_FROM_ZERO,
                    Formula.DOREFA_ACTIVATION);
            case 1 -> new QuantParams(
                    new QuantType(2, true, true), 1, 0, Rounding.HALF_TO_EVEN, Formula.BINARY_ACTIVATION);
            case 2 -> affine(Formula.MICRONET_2020);
            case 3, 4 -> affine(Formula.MICRONET);
            default -> affine(Formula.ONNX);
        };
    }

    private QuantType type(Formula formula) {
        return switch (formula) {
            case TERNARY_WEIGHT, BINARY_WEIGHT -> new QuantType(2, true, true);
            case DOREFA_WEIGHT -> new QuantType(layers.between(2, 8), false, false);
            default -> layers.type();
        };
    }

    private QuantParams weight(QuantType type, Formula formula) {
        Rounding rounding = pick(Rounding.values());
        float scale = 0.01f + layers.random().nextFloat();
        float zero = formula.isAffine() ? layers.between(type.qmin(), type.qmax()) : 0;
        boolean real = formula.isMicronet() && layers.random().nextInt(3) > 0;
        return new QuantParams(type, scale, real ? zero + layers.random().nextFloat() : zero, rounding, formula);
    }

    private QuantParams affine(Formula formula) {
        return weight(layers.type(), formula);
    }

    @SafeVarargs
    private final <T> T pick(T... choices) {
        return choices[layers.random().nextInt(choices.length)];
    }

    /** Scales of very different size: values of a few steps, and values far beyond every code. */
    private QuantParams output() {
        QuantType type = layers.type();
        float scale = (float) Math.scalb(0.5 + layers.random().nextDouble(), layers.between(-12, 6));
        return new QuantParams(type, scale, layers.between(type.qmin(), type.qmax()));
    }

    private QuantParams power(int exponent) {
        QuantType type = layers.type();
        return new QuantParams(type, Math.scalb(0.25f, exponent), layers.between(type.qmin(), type.qmax()));
    }

    private Accumulator accumulator() {
        if (layers.random().nextInt(3) == 0) {
            return Accumulator.EXACT;
        }
        Accumulator.Overflow[] overflows = Accumulator.Overflow.values();
        return new Accumulator(layers.between(16, 40), overflows[layers.random().nextInt(overflows.length)]);
    }

    private Optional<Clamp> clamp() {
        int which = layers.random().nextInt(CLAMPS.length + 1);
        return which < CLAMPS.length ? Optional.of(CLAMPS[which]) : Optional.empty();
    }
}
