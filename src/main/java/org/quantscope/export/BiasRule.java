package org.quantscope.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import org.quantscope.export.LintFinding.Severity;
import org.quantscope.quant.BiasQuantizer;
import org.quantscope.quant.Formula;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.QuantParams;

/** Biases without a code on the accumulator's scale, and float biases where the target has integers. */
final class BiasRule implements LayerRule {
    @Override
    public List<LayerFinding> check(LintTarget target, LintLayer layer) {
        boolean looks = target != LintTarget.QDQ && target != LintTarget.QOPERATOR && target != LintTarget.POWER_OF_TWO;
        if (!looks || layer.layer().bias().isEmpty() || !layer.params().isIntegerOnly()) {
            return List.of();
        }
        return layer.params().hasIntegerBias() ? codes(target, layer) : floats(target, layer);
    }

    private static List<LayerFinding> floats(LintTarget target, LintLayer layer) {
        if (target != LintTarget.ORT_OVERRIDES && target != LintTarget.TFLITE) {
            return List.of();
        }
        boolean quantizerDoesIt = target == LintTarget.ORT_OVERRIDES;
        return List.of(LayerFinding.of(
                quantizerDoesIt ? Severity.REMARK : Severity.REFUSED, layer, "bias",
                quantizerDoesIt
                        ? "has a float bias, which ONNX Runtime's quantizer makes an integer of 32 bits"
                        : "has a float bias, and " + target.title() + " adds an integer of 32 bits",
                LayerFixes.BIAS_OF_32_BITS));
    }

    private static List<LayerFinding> codes(LintTarget target, LintLayer layer) {
        OptionalInt first = OptionalInt.empty();
        boolean silent = true;
        for (int channel : lost(layer)) {
            first = first.isEmpty() ? OptionalInt.of(channel) : first;
            silent &= isSilent(layer, channel);
        }
        if (first.isEmpty()) {
            return List.of();
        }
        boolean refused = target == LintTarget.TFLITE && !silent;
        int channel = first.getAsInt();
        float scale = scale(layer, channel);
        String what = "has a bias of " + layer.layer().bias().orElseThrow().get(channel) + " in channel " + channel
                + ", which does not fit into " + layer.params().biasBits().orElseThrow() + " bits at the scale " + scale
                + (silent ? "; nothing there reaches half a step of the output" : "")
                + (target == LintTarget.ORT_OVERRIDES
                        ? "; ONNX Runtime's quantizer raises the weight scale silently unless it is told not to"
                        : "");
        List<LayerFix> fixes = new ArrayList<>();
        fixes.add(LayerFixes.BIAS_OF_32_BITS);
        raisedScale(layer).ifPresent(fixes::add);
        return List.of(new LayerFinding(
                refused ? Severity.REFUSED : Severity.REMARK, "bias", first, layer.sentence(what), fixes));
    }

    /** The channels whose bias has no code within one step of it. */
    private static List<Integer> lost(LintLayer layer) {
        BiasQuantizer quantizer = new BiasQuantizer(layer.params().biasBits().orElseThrow());
        List<Integer> lost = new ArrayList<>();
        for (int channel = 0; channel < layer.weightChannels().size(); channel++) {
            float value = layer.layer().bias().orElseThrow().get(channel);
            float scale = scale(layer, channel);
            boolean usable = QuantParams.scaleFault(scale) == null;
            if (!usable || Math.abs(value / (double) scale - quantizer.quantize(value, scale)) > 1) {
                lost.add(channel);
            }
        }
        return lost;
    }

    private static float scale(LintLayer layer, int channel) {
        return BiasQuantizer.scale(
                layer.params().input().orElseThrow().scale(), layer.weightChannels().get(channel).scale());
    }

    /** Whether neither the bias nor any sum of 32 bits reaches half a step of the output, as in switched-off channels. */
    private static boolean isSilent(LintLayer layer, int channel) {
        float scale = scale(layer, channel);
        double half = layer.params().output().map(output -> output.scale() / 2.0).orElse(0.0);
        return scale > 0 && scale * 0x1p32 <= half
                && Math.abs(layer.layer().bias().orElseThrow().get(channel)) <= half;
    }

    /** Weight scales just large enough for the biases, in the channels that need it; in all where they share one. */
    static Optional<LayerFix> raisedScale(LintLayer layer) {
        if (!layer.params().hasIntegerBias() || layer.layer().bias().isEmpty()
                || layer.weightChannels().stream().anyMatch(channel -> channel.formula() != Formula.ONNX)) {
            return Optional.empty();
        }
        double input = layer.params().input().orElseThrow().scale();
        double highest = Math.scalb(1.0, layer.params().biasBits().orElseThrow() - 1) - 1;
        double smallest = 2 * Float.MIN_NORMAL / input;
        TreeMap<Integer, Float> raised = new TreeMap<>();
        for (int channel : lost(layer)) {
            double needed = Math.abs(layer.layer().bias().orElseThrow().get(channel)) / highest / input;
            raised.put(channel, (float) (Math.max(needed, smallest) * (1 + 0x1p-20)));
        }
        if (raised.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(LayerFixes.weight("Raise the weight scale", weight -> {
            if (weight.granularity() == Granularity.PER_CHANNEL) {
                var changed = weight;
                for (var entry : raised.entrySet()) {
                    changed = changed.withOverride(List.of(entry.getKey()), own -> own.withScale(entry.getValue()));
                }
                return changed;
            }
            float widest = raised.values().stream().max(Float::compare).orElseThrow();
            TreeSet<Integer> all = new TreeSet<>();
            for (int channel = 0; channel < layer.weightChannels().size(); channel++) {
                all.add(channel);
            }
            return weight.withOverride(all, own -> own.withScale(widest));
        }));
    }
}
