package org.quantscope.workspace;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.Operand;
import org.quantscope.conv.engine.ConvEngine;
import org.quantscope.conv.engine.ConvKernels;
import org.quantscope.model.Layer;
import org.quantscope.network.LayerCodes;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.LongTensor;

/** The integer path by a fast engine; the codes of a layer's weights are kept. For one thread at a time. */
public final class EngineCodes implements LayerCodes {
    private record Kept(TensorParams params, Codes codes) {}

    private final ConvKernels kernels;
    private final Map<String, Kept> weights = new HashMap<>();

    public EngineCodes(ConvEngine engine) {
        this.kernels = engine.kernels();
    }

    @Override
    public LongTensor sums(Layer layer, IntTensor input, LayerParams params, Cancellation cancellation) {
        ChannelRange all = ChannelRange.all(layer.outputChannels());
        return kernels.integerSums(
                ConvShape.of(layer, input.shape(), all),
                Codes.uniform(input, params.input().orElseThrow().integerOrigin()),
                weight(layer, params.weight().orElseThrow(), all),
                cancellation);
    }

    private Codes weight(Layer layer, TensorParams params, ChannelRange all) {
        Kept kept = weights.get(layer.name());
        if (kept == null || !kept.params().equals(params)) {
            Codes codes = Operand.weight(layer.weight(), Optional.of(params), all).counted().orElseThrow();
            kept = new Kept(params, codes);
            weights.put(layer.name(), kept);
        }
        return kept.codes();
    }
}
