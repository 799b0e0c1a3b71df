package org.quantscope.network;

import java.util.Optional;
import org.quantscope.conv.Bias;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.Codes;
import org.quantscope.conv.ConvShape;
import org.quantscope.conv.HeldSums;
import org.quantscope.conv.IntegerConv;
import org.quantscope.conv.IntegerEpilogue;
import org.quantscope.conv.Operand;
import org.quantscope.conv.Register;
import org.quantscope.model.Layer;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.CodeLimits;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.LongTensor;

/** Computes a layer's output codes from the codes that it reads: the integer path of this program. */
@FunctionalInterface
public interface LayerCodes {
    /**
     * The exact sums of a layer, {@code Σ (qx − zx)(qw − zw)} without the bias, (N, O, H', W').
     *
     * @param input the codes that the layer reads, (N, C, H, W)
     */
    LongTensor sums(Layer layer, IntTensor input, LayerParams params, Cancellation cancellation);

    /** The plain loops of the contract: exact, and slow for large layers. */
    static LayerCodes reference() {
        return (layer, input, params, cancellation) -> {
            ChannelRange all = ChannelRange.all(layer.outputChannels());
            return IntegerConv.sums(
                    ConvShape.of(layer, input.shape(), all),
                    Codes.uniform(input, params.input().orElseThrow().integerOrigin()),
                    Operand.weight(layer.weight(), params.weight(), all).counted().orElseThrow(),
                    cancellation);
        };
    }

    /**
     * The output codes (N, O, H', W') by the requantization and the accumulator of the parameters, after the network's own
     * activation and the clamp of the parameters.
     *
     * @param params of a layer whose weights, input and output have codes, and whose bias is an integer, if it has one
     */
    default IntTensor outputCodes(Layer layer, IntTensor input, LayerParams params, Cancellation cancellation) {
        ChannelRange all = ChannelRange.all(layer.outputChannels());
        Bias bias = Bias.of(layer.bias(), params, all);
        LongTensor sums = sums(layer, input, params, cancellation);
        LongTensor held = params.accumulator().overflow() == Accumulator.Overflow.SATURATE
                ? stuck(layer, input, params, bias, sums, cancellation)
                : wrapped(params, bias, sums);
        IntTensor codes = new IntegerEpilogue(params, all, bias).fromAccumulator(held).codes().orElseThrow();
        return layer.activation()
                .map(own -> clamped(codes, new Clamp(own.lo(), own.hi()), params.output().orElseThrow()))
                .orElse(codes);
    }

    private static LongTensor wrapped(LayerParams params, Bias bias, LongTensor sums) {
        Register register = new Register(params.accumulator());
        long[] held = new long[sums.size()];
        int channels = sums.shape().extent(1);
        int plane = sums.shape().extent(2) * sums.shape().extent(3);
        for (int at = 0; at < held.length; at++) {
            held[at] = register.wrap(sums.get(at) + bias.code(at / plane % channels));
        }
        return LongTensor.wrap(sums.shape(), held);
    }

    private static LongTensor stuck(
            Layer layer, IntTensor input, LayerParams params, Bias bias, LongTensor sums, Cancellation cancellation) {
        ChannelRange all = ChannelRange.all(layer.outputChannels());
        return HeldSums.of(
                sums,
                params,
                ConvShape.of(layer, input.shape(), all),
                Codes.uniform(input, params.input().orElseThrow().integerOrigin()),
                Operand.weight(layer.weight(), params.weight(), all).counted().orElseThrow(),
                bias,
                cancellation);
    }

    private static IntTensor clamped(IntTensor codes, Clamp clamp, QuantParams output) {
        CodeLimits limits = CodeLimits.of(output, Optional.of(clamp));
        int[] inside = codes.data().clone();
        for (int at = 0; at < inside.length; at++) {
            inside[at] = Math.max(limits.lo(), Math.min(limits.hi(), inside[at]));
        }
        return IntTensor.wrap(codes.shape(), inside);
    }
}
