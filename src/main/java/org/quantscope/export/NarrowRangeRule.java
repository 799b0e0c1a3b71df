package org.quantscope.export;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.quantscope.export.LintFinding.Severity;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Quantizer;

/**
 * A narrow range where the target has no word for it and rounds itself: values that are clipped here get the code that
 * was left out. AIMET 1.0.0 has a word for signed types with the zero point 0, which is at the same time that of a full
 * type with the zero point −1.
 */
final class NarrowRangeRule implements LayerRule {
    @Override
    public List<LayerFinding> check(LintTarget target, LintLayer layer) {
        List<LayerFinding> findings = new ArrayList<>();
        if (target == LintTarget.AIMET2 || target == LintTarget.AIMET1 || target == LintTarget.ORT_OVERRIDES) {
            weights(target, layer, findings);
        }
        if (target != LintTarget.QDQ && target != LintTarget.QOPERATOR && target != LintTarget.FIRMWARE
                && target != LintTarget.POWER_OF_TWO) {
            for (LintLayer.Activation activation : layer.quantizedActivations()) {
                activation(target, layer, activation, findings);
            }
        }
        return findings;
    }

    private static void weights(LintTarget target, LintLayer layer, List<LayerFinding> findings) {
        List<QuantParams> channels = layer.weightChannels();
        if (channels.isEmpty() || !channels.get(0).formula().isAffine()) {
            return;
        }
        OptionalInt ambiguous = OptionalInt.empty();
        for (int channel = 0; channel < channels.size() && ambiguous.isEmpty(); channel++) {
            ambiguous = target == LintTarget.AIMET1 && readsAsNarrow(channels.get(channel))
                    ? OptionalInt.of(channel)
                    : OptionalInt.empty();
        }
        if (ambiguous.isPresent()) {
            findings.add(LayerFinding.ofChannel(Severity.REMARK, layer, ambiguous.getAsInt(),
                    "has the weight zero point -1 in channel " + ambiguous.getAsInt()
                            + ", which AIMET 1.0.0 writes like a narrow range with the zero point 0",
                    LayerFixes.ZERO_POINT_ZERO));
            return;
        }
        OptionalInt clipped = firstClipped(target, layer, channels);
        if (clipped.isPresent()) {
            QuantType full = channels.get(clipped.getAsInt()).type().withNarrowRange(false);
            findings.add(LayerFinding.ofChannel(Severity.REMARK, layer, clipped.getAsInt(),
                    "clips weights of channel " + clipped.getAsInt() + " to a narrow range, for which "
                            + target.title() + " has no word: the target gives them the code "
                            + (full.signed() ? full.qmin() : full.qmax()),
                    LayerFixes.EVERY_WEIGHT_CODE));
        }
    }

    private static OptionalInt firstClipped(LintTarget target, LintLayer layer, List<QuantParams> channels) {
        float[] weights = layer.layer().weight().data();
        int taps = layer.layer().taps();
        for (int channel = 0; channel < channels.size(); channel++) {
            QuantParams own = channels.get(channel);
            if (!own.type().narrowRange() || own.onnxFault().isPresent() || target == LintTarget.AIMET1 && isWritten(own)) {
                continue;
            }
            QuantParams wide = new QuantParams(
                    own.type().withNarrowRange(false), own.scale(), own.zeroPoint(), own.rounding(), own.formula());
            for (int at = channel * taps; at < (channel + 1) * taps; at++) {
                if (!own.type().contains(Quantizer.quantize(weights[at], wide))) {
                    return OptionalInt.of(channel);
                }
            }
        }
        return OptionalInt.empty();
    }

    private static void activation(
            LintTarget target, LintLayer layer, LintLayer.Activation activation, List<LayerFinding> findings) {
        QuantParams params = activation.params().orElseThrow();
        if (target == LintTarget.AIMET1 && readsAsNarrow(params)) {
            findings.add(LayerFinding.of(Severity.REMARK, layer, activation.role(),
                    "has the zero point -1 for its " + activation.role()
                            + ", which AIMET 1.0.0 writes like a narrow range with the zero point 0",
                    LayerFixes.activationZeroPointZero(activation.role())));
        } else if (params.type().narrowRange() && !(target == LintTarget.AIMET1 && isWritten(params))) {
            findings.add(LayerFinding.of(Severity.REMARK, layer, activation.role(),
                    "has a narrow range for its " + activation.role() + ", for which " + target.title()
                            + " has no word: the target may use one code more",
                    LayerFixes.everyActivationCode(activation.role())));
        }
    }

    private static boolean isWritten(QuantParams params) {
        return params.type().signed() && params.origin() == 0;
    }

    private static boolean readsAsNarrow(QuantParams params) {
        return params.type().signed() && !params.type().narrowRange() && params.origin() == -1;
    }
}
