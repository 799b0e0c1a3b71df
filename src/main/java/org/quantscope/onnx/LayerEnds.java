package org.quantscope.onnx;

import java.util.ArrayList;
import java.util.List;
import org.quantscope.model.FusedActivation;
import org.quantscope.model.Layer;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.CodeLimits;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import java.util.Optional;

/** What stands between a layer's sums and the tensor that others read: its clamps, then the output quantizer. */
final class LayerEnds {
    private LayerEnds() {}

    /** The tensor that others read: after the fused activation. */
    static String tensor(Layer layer) {
        return layer.activation().map(FusedActivation::output).orElse(layer.output());
    }

    /** The network's own activation, and behind it the clamp of the settings where that is another one. */
    static List<Clamp> clamps(Layer layer, LayerParams params) {
        List<Clamp> clamps = new ArrayList<>();
        layer.activation().ifPresent(own -> clamps.add(new Clamp(own.lo(), own.hi())));
        params.clamp().filter(clamp -> !clamps.contains(clamp)).ifPresent(clamps::add);
        return clamps;
    }

    /**
     * Whether the type that holds the codes saturates at just the codes that output quantizer and clamps allow, so that
     * nothing is left to clamp.
     */
    static boolean saturationClamps(QuantParams output, List<Clamp> clamps, CodeStorage storage) {
        return storage.saturatesAs(output.type()) && clamps.stream()
                .map(clamp -> CodeLimits.of(output, Optional.of(clamp)))
                .allMatch(limits -> storage.saturatesAt(output.type(), limits.lo(), limits.hi()));
    }

    /** Whether the clamps leave every value that the output's codes stand for as it is, to the last bit. */
    static boolean areWide(QuantParams output, List<Clamp> clamps) {
        return clamps.stream().allMatch(clamp -> clamp.lo() <= output.lowest() && clamp.hi() >= output.highest());
    }
}
