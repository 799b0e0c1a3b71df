package org.quantscope.export;

import java.util.ArrayList;
import java.util.List;
import org.quantscope.export.LintFinding.Severity;
import org.quantscope.quant.QuantParams;

/**
 * Where a target wants the zero point 0, or one for all channels: TensorFlow Lite's weights and 16-bit activations, and
 * the weights of ONNX Runtime's older versions.
 */
final class FixedZeroRule implements LayerRule {
    @Override
    public List<LayerFinding> check(LintTarget target, LintLayer layer) {
        return switch (target) {
            case TFLITE -> zeros(layer);
            case ORT_OVERRIDES -> oneZero(layer);
            default -> List.of();
        };
    }

    private static List<LayerFinding> zeros(LintLayer layer) {
        List<LayerFinding> findings = new ArrayList<>();
        List<QuantParams> channels = layer.weightChannels();
        for (int channel = 0; channel < channels.size(); channel++) {
            if (channels.get(channel).origin() != 0) {
                findings.add(LayerFinding.ofChannel(Severity.REFUSED, layer, channel,
                        "has the weight zero point " + number(channels.get(channel)) + " in channel " + channel
                                + ", and weights of TensorFlow Lite have 0",
                        LayerFixes.ZERO_POINT_ZERO, LayerFixes.WEIGHTS_BY_ONNX));
                break;
            }
        }
        for (LintLayer.Activation activation : layer.quantizedActivations()) {
            QuantParams params = activation.params().orElseThrow();
            if (params.type().bits() == 16 && params.origin() != 0) {
                findings.add(LayerFinding.of(Severity.REFUSED, layer, activation.role(),
                        "has a 16-bit " + activation.role() + " with the zero point " + number(params)
                                + ", and 16-bit tensors of TensorFlow Lite have 0",
                        LayerFixes.activationZeroPointZero(activation.role()),
                        LayerFixes.bits(activation.role(), 8)));
            }
        }
        return findings;
    }

    private static List<LayerFinding> oneZero(LintLayer layer) {
        List<QuantParams> channels = layer.weightChannels();
        for (int channel = 1; channel < channels.size(); channel++) {
            if (channels.get(channel).origin() != channels.get(0).origin()) {
                return List.of(LayerFinding.ofChannel(Severity.REMARK, layer, channel,
                        "has the weight zero point " + number(channels.get(0)) + " in channel 0 and "
                                + number(channels.get(channel)) + " in channel " + channel
                                + ", which ONNX Runtime runs in its newer versions only",
                        LayerFixes.ZERO_POINT_ZERO));
            }
        }
        return List.of();
    }

    private static String number(QuantParams params) {
        double origin = params.origin();
        return origin == Math.rint(origin) ? String.valueOf((long) origin) : String.valueOf(origin);
    }
}
