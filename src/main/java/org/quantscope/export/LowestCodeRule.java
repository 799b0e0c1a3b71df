package org.quantscope.export;

import java.util.List;
import org.quantscope.export.LintFinding.Severity;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;

/** The weight code −128, which TensorFlow Lite leaves out. */
final class LowestCodeRule implements LayerRule {
    private static final int LOWEST = -128;

    @Override
    public List<LayerFinding> check(LintTarget target, LintLayer layer) {
        List<QuantParams> channels = layer.weightChannels();
        if (target != LintTarget.TFLITE || channels.isEmpty() || !channels.get(0).formula().isAffine()) {
            return List.of();
        }
        float[] weights = layer.layer().weight().data();
        int taps = layer.layer().taps();
        for (int at = 0; at < weights.length; at++) {
            QuantParams own = channels.get(at / taps);
            if (own.type().qmin() == LOWEST && Quantizer.quantize(weights[at], own) == LOWEST) {
                return List.of(LayerFinding.ofChannel(Severity.REFUSED, layer, at / taps,
                        "has the weight code -128 in channel " + at / taps
                                + ", and weights of TensorFlow Lite lie between -127 and 127",
                        LayerFixes.DROP_LOWEST_CODE));
            }
        }
        return List.of();
    }
}
