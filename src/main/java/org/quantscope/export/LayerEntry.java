package org.quantscope.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.quantscope.model.Layer;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.Formula;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.ParameterRules;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;

/** One layer of the settings file. */
final class LayerEntry {
    private final Layer layer;
    private final ParameterDerivation derivation;

    LayerEntry(Layer layer, ParameterDerivation derivation) {
        this.layer = layer;
        this.derivation = derivation;
    }

    Map<String, Object> write(LayerSettings choices) {
        Map<String, Object> entry = new LinkedHashMap<>();
        LayerParams params = derive(choices);
        choices.weight().ifPresent(weight -> entry.put(
                "weight",
                WeightEntryWriter.write(weight, changed -> derive(choices.withWeight(Optional.of(changed)))
                        .weight()
                        .orElseThrow())));
        choices.input().ifPresent(input -> entry.put("input", ActivationEntry.write(input, params.input())));
        choices.output().ifPresent(output -> entry.put("output", ActivationEntry.write(output, params.output())));
        choices.biasBits().ifPresent(bits -> entry.put("bias_bits", bits));
        choices.requantization().ifPresent(profile -> entry.put("requantization", profile.keyword()));
        choices.accumulator().ifPresent(register -> {
            Map<String, Object> accumulator = new LinkedHashMap<>();
            accumulator.put("bits", register.bits());
            accumulator.put("overflow", register.overflow().keyword());
            entry.put("accumulator", accumulator);
        });
        choices.clamp().ifPresent(clamp -> entry.put("clamp", Arrays.asList(bound(clamp.lo()), bound(clamp.hi()))));
        return entry;
    }

    private LayerParams derive(LayerSettings choices) {
        return derivation.derive(layer.name(), choices);
    }

    /** JSON has no infinity: null is a side without a bound. */
    private static Object bound(float value) {
        return Float.isInfinite(value) ? null : value;
    }

    LayerSettings read(JsonEntry entry) {
        entry.only("weight", "input", "output", "bias_bits", "requantization", "accumulator", "clamp");
        LayerSettings choices = new LayerSettings(
                entry.optionalObject("weight")
                        .map(weight -> new WeightEntryReader(weight, layer.outputChannels(), changed ->
                                        derive(LayerSettings.FLOAT.withWeight(Optional.of(changed)))
                                                .weight()
                                                .orElseThrow())
                                .read()),
                entry.optionalObject("input")
                        .map(input -> ActivationEntry.read(input, changed ->
                                derive(LayerSettings.FLOAT.withInput(Optional.of(changed))).input(),
                                Formula.DOREFA_ACTIVATION,
                                Formula.BINARY_ACTIVATION)),
                entry.optionalObject("output")
                        .map(output -> ActivationEntry.read(output, changed ->
                                derive(LayerSettings.FLOAT.withOutput(Optional.of(changed))).output())),
                biasBits(entry),
                entry.has("requantization")
                        ? Optional.of(entry.word(
                                "requantization", RequantizationProfile.values(), RequantizationProfile::keyword))
                        : Optional.empty(),
                entry.optionalObject("accumulator").map(LayerEntry::accumulator),
                entry.has("clamp") ? Optional.of(clamp(entry)) : Optional.empty());
        requireLegal(entry, choices);
        return choices;
    }

    private static OptionalInt biasBits(JsonEntry entry) {
        if (!entry.has("bias_bits")) {
            return OptionalInt.empty();
        }
        int bits = entry.integer("bias_bits");
        if (bits != 16 && bits != 32) {
            throw entry.fault("'bias_bits' is " + bits + "; a bias has 16 or 32 bits, or stays float without the key.");
        }
        return OptionalInt.of(bits);
    }

    private static Accumulator accumulator(JsonEntry entry) {
        entry.only("bits", "overflow");
        int bits = entry.integer("bits");
        Accumulator.Overflow overflow = entry.has("overflow")
                ? entry.word("overflow", Accumulator.Overflow.values(), Accumulator.Overflow::keyword)
                : Accumulator.Overflow.WRAP;
        try {
            return new Accumulator(bits, overflow);
        } catch (IllegalArgumentException fault) {
            throw entry.fault(fault.getMessage());
        }
    }

    private static Clamp clamp(JsonEntry entry) {
        List<JsonNode> bounds = entry.list("clamp");
        if (bounds.size() != 2) {
            throw entry.fault("'clamp' must be two numbers, [lowest, highest], not " + bounds.size()
                    + "; null stands for no bound.");
        }
        float lowest = bounds.get(0).isNull()
                ? Float.NEGATIVE_INFINITY
                : entry.finite(bounds.get(0), "the lower bound of 'clamp'");
        float highest = bounds.get(1).isNull()
                ? Float.POSITIVE_INFINITY
                : entry.finite(bounds.get(1), "the upper bound of 'clamp'");
        if (lowest > highest) {
            throw entry.fault("the lower bound " + lowest + " of 'clamp' is above its upper bound " + highest + ".");
        }
        return new Clamp(lowest, highest);
    }

    /**
     * A float bias cannot be added to an integer accumulator, except where everything is one sum in double; that is so
     * even while the output has not been observed and has no parameters yet.
     */
    private void requireLegal(JsonEntry entry, LayerSettings choices) {
        RequantizationProfile profile = choices.requantization().orElse(RequantizationProfile.FLOAT32);
        boolean floatBias = choices.biasBits().isEmpty();
        if (choices.output().isPresent() && floatBias && profile != RequantizationProfile.FLOAT64) {
            throw entry.fault("with an 'output' and no 'bias_bits' the bias stays float, which requantization '"
                    + profile.keyword() + "' cannot add; set 'bias_bits' to 32 or 'requantization' to 'float64'.");
        }
        ParameterRules.fault(derive(choices)).ifPresent(fault -> {
            throw entry.fault(fault);
        });
    }
}
