package org.quantscope.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quantscope.calibrate.Observer;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.model.Layer;
import org.quantscope.quant.ClippingRange;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.ParameterChoice;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.QuantScheme;
import org.quantscope.quant.QuantType;
import org.quantscope.quant.Rounding;
import org.quantscope.quant.TensorParams;

/** A layer's parameters as they would be if its weights had zero points: 4 bits, signed, affine, per output channel. */
public final class AffineWhatIf {
    public static final QuantType TYPE = new QuantType(4, true, false);

    private AffineWhatIf() {}

    /** Everything but the weights stays as it is. */
    public static LayerParams of(Layer layer, LayerParams params) {
        List<QuantParams> channels = new ArrayList<>();
        for (RangeStatistics seen : Observer.perChannel(layer.weight())) {
            ClippingRange range = new ClippingRange(seen.min(), seen.max());
            channels.add(ParameterChoice.choose(range, TYPE, QuantScheme.AFFINE, Rounding.HALF_TO_EVEN));
        }
        return new LayerParams(Optional.of(new TensorParams(channels)), params.input(), params.output(),
                params.biasBits(), params.requantization(), params.accumulator(), params.clamp());
    }

    /** Whether some channel's weights count from another code than 0, so that the naive path goes wrong. */
    public static boolean hasZeroPoint(LayerParams params) {
        return params.weight().isPresent()
                && params.weight().get().channels().stream().anyMatch(channel -> channel.origin() != 0);
    }
}
