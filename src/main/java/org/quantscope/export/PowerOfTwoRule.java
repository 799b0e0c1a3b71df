package org.quantscope.export;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.quantscope.export.LintFinding.Severity;
import org.quantscope.quant.Granularity;
import org.quantscope.quant.PowerOfTwoRequantizer;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.settings.ChannelOverride;
import org.quantscope.settings.WeightSettings;

/** Scales of targets that only shift, equation (30): powers of two, and a combined scale of at most 1. */
final class PowerOfTwoRule implements LayerRule {
    @Override
    public List<LayerFinding> check(LintTarget target, LintLayer layer) {
        List<LayerFinding> findings = new ArrayList<>();
        if (target != LintTarget.POWER_OF_TWO) {
            return findings;
        }
        weights(layer, findings);
        for (LintLayer.Activation activation : layer.quantizedActivations()) {
            float scale = activation.params().orElseThrow().scale();
            if (!isPowerOfTwo(scale)) {
                findings.add(LayerFinding.of(Severity.REFUSED, layer, activation.role(),
                        "has the scale " + scale + " for its " + activation.role() + ", which is no power of two",
                        LayerFixes.activation("Round to " + nearest(scale), activation.role(),
                                own -> own.withScale(nearest(scale)))));
            }
        }
        if (findings.isEmpty() && layer.params().isIntegerOnly() && layer.params().output().isPresent()) {
            shift(layer, findings);
        }
        return findings;
    }

    private static void weights(LintLayer layer, List<LayerFinding> findings) {
        List<QuantParams> channels = layer.weightChannels();
        if (!channels.isEmpty() && !channels.get(0).formula().isAffine()) {
            findings.add(LayerFinding.of(Severity.REFUSED, layer, "weight",
                    "has " + channels.get(0).formula().keyword() + " weights, whose scale follows from the weights and"
                            + " cannot be rounded to a power of two",
                    LayerFixes.WEIGHTS_BY_ONNX));
            return;
        }
        int first = -1;
        int count = 0;
        for (int channel = 0; channel < channels.size(); channel++) {
            if (!isPowerOfTwo(channels.get(channel).scale())) {
                first = count == 0 ? channel : first;
                count++;
            }
        }
        if (count > 0) {
            String others = count == 1 ? "" : " (and " + (count - 1) + " more channels have such)";
            findings.add(LayerFinding.ofChannel(Severity.REFUSED, layer, first,
                    "has the weight scale " + channels.get(first).scale() + " in channel " + first
                            + ", which is no power of two" + others,
                    LayerFixes.weight("Round to powers of two", weight -> rounded(weight, channels))));
        }
    }

    private static WeightSettings rounded(WeightSettings weight, List<QuantParams> channels) {
        TreeMap<Integer, ChannelOverride> changed = new TreeMap<>(weight.overrides());
        for (int channel = 0; channel < channels.size(); channel++) {
            boolean shared = weight.granularity() == Granularity.PER_TENSOR;
            float scale = channels.get(channel).scale();
            if (!weight.locked().contains(channel) && (shared || !isPowerOfTwo(scale))) {
                changed.put(channel, weight.override(channel).withScale(nearest(scale)));
            }
        }
        return weight.withOverrides(changed);
    }

    private static void shift(LintLayer layer, List<LayerFinding> findings) {
        float input = layer.params().input().orElseThrow().scale();
        float output = layer.params().output().orElseThrow().scale();
        List<QuantParams> channels = layer.weightChannels();
        float largest = output;
        int first = -1;
        for (int channel = 0; channel < channels.size(); channel++) {
            if (PowerOfTwoRequantizer.fault(input, channels.get(channel).scale(), output) != null) {
                first = first < 0 ? channel : first;
                largest = Math.max(largest, input * channels.get(channel).scale());
            }
        }
        float wide = largest;
        if (first >= 0) {
            findings.add(LayerFinding.of(Severity.REFUSED, layer, "output",
                    "needs a shift to the left in channel " + first + ": the output scale " + output
                            + " is finer than input scale times weight scale",
                    LayerFixes.activation("Output scale " + wide, "output", own -> own.withScale(wide))));
        } else if (layer.params().requantization() != RequantizationProfile.POWER_OF_TWO) {
            findings.add(LayerFinding.of(Severity.REMARK, layer, "output",
                    "requantizes by '" + layer.params().requantization().keyword()
                            + "', and a target that only shifts rounds by 'power-of-two'",
                    LayerFixes.SHIFT, LayerFixes.SHIFT_WITH_BIAS));
        }
    }

    static boolean isPowerOfTwo(float scale) {
        return scale == Math.scalb(1f, Math.getExponent(scale));
    }

    /** The power of two with the smallest ratio to a scale; of two at the same ratio, the larger. */
    static float nearest(float scale) {
        float below = Math.scalb(1f, Math.getExponent(scale));
        boolean up = scale / (double) below >= Math.sqrt(2) && Float.isFinite(2 * below);
        return up ? 2 * below : below;
    }
}
