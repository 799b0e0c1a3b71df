package org.quantscope.network;

import org.quantscope.conv.Bias;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.IntegerConv;
import org.quantscope.conv.IntegerEpilogue;
import org.quantscope.conv.Operand;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.LongTensor;

/** A layer's output codes by the reference loops of this project, from the codes that it reads. */
final class OwnCodes {
    private OwnCodes() {}

    /** @return (N, O, H', W') */
    static int[] of(Layer layer, IntTensor inputCodes, LayerParams params) {
        ChannelRange all = ChannelRange.all(layer.outputChannels());
        ConvShape shape = ConvShape.of(layer, inputCodes.shape(), all);
        Bias bias = Bias.of(layer.bias(), params, all);
        LongTensor sums = IntegerConv.sums(
                shape,
                Codes.uniform(inputCodes, params.input().orElseThrow().integerOrigin()),
                Operand.weight(layer.weight(), params.weight(), all).counted().orElseThrow(),
                Cancellation.NEVER);
        long[] held = sums.data().clone();
        int plane = sums.shape().extent(2) * sums.shape().extent(3);
        for (int at = 0; at < held.length; at++) {
            held[at] += bias.code(at / plane % all.count());
        }
        return new IntegerEpilogue(params, all, bias)
                .fromAccumulator(LongTensor.wrap(sums.shape(), held)).codes().orElseThrow().data();
    }
}
