package org.quantscope.conv.engine;

import java.util.Arrays;
import java.util.Optional;
import org.quantscope.conv.ChannelEpilogue;
import org.quantscope.conv.ChannelOutputs;
import org.quantscope.conv.SummedPlane;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;

/**
 * What a {@link LiveLayer} keeps of a channel, and what of it still serves other parameters.
 *
 * @param params what the channel ran with
 * @param outputs what it gave
 * @param row its weights, if it was summed over steps; empty: nothing of it can be reused
 * @param sums its integer sums, if there is a row
 * @param fakeBias what was added to its fake-quant sums
 */
record KeptChannel(
        LayerParams params, ChannelOutputs outputs, Optional<ChannelPass.Row> row, int[] sums, float fakeBias) {
    /** Whether these very parameters led to the outputs. */
    boolean isOf(LayerParams wanted) {
        return sameWeight(wanted) && sameSurroundings(wanted);
    }

    private boolean sameWeight(LayerParams wanted) {
        int channel = outputs.channel();
        return params.weight().map(weight -> weight.channel(channel))
                .equals(wanted.weight().map(weight -> weight.channel(channel)));
    }

    private boolean sameSurroundings(LayerParams wanted) {
        return params.input().equals(wanted.input())
                && params.output().equals(wanted.output())
                && params.biasBits().equals(wanted.biasBits())
                && params.requantization() == wanted.requantization()
                && params.accumulator().equals(wanted.accumulator())
                && params.clamp().equals(wanted.clamp());
    }

    /** Whether no sum of the channel has to be made anew for parameters, as far as that can be told without the codes. */
    boolean hasSumsOf(LayerParams wanted) {
        return isOf(wanted)
                || row.isPresent() && sameWeight(wanted) && params.input().equals(wanted.input())
                        && params.biasBits().equals(wanted.biasBits()) && params.clamp().equals(wanted.clamp());
    }

    /** Whether the integer sums are those of an input and a row of weights. */
    boolean hasSums(Optional<QuantParams> input, ChannelPass.Row wanted) {
        return row.isPresent() && params.input().equals(input) && Arrays.equals(row.get().steps(), wanted.steps());
    }

    /** Whether the fake-quant plane is that of a row of weights, on the input that the sums are of. */
    boolean hasFakeQuant(ChannelPass.Row wanted, float bias, Optional<Clamp> clamp) {
        return row.isPresent() && Float.compare(fakeBias, bias) == 0 && params.clamp().equals(clamp)
                && Arrays.equals(row.get().values(), wanted.values());
    }

    /** The same sums on another way to the output. */
    KeptChannel withEpilogue(LayerParams wanted, float[] real, ChannelEpilogue epilogue, int biasCode) {
        ChannelOutputs next = new ChannelOutputs(outputs.channel(), real, outputs.fakeQuant(),
                new SummedPlane(sums, biasCode, epilogue));
        return new KeptChannel(wanted, next, row, sums, fakeBias);
    }
}
