package org.quantscope.analysis;

import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.quantscope.conv.Bias;
import org.quantscope.conv.ChannelOutputs;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.SummedPlane;
import org.quantscope.model.Layer;
import org.quantscope.quant.LayerParams;

/**
 * What the meters know of one output channel. Channels are counted one by one, so that those that did not change are not
 * counted again.
 */
public final class ChannelTally {
    private final ChannelOutputs outputs;
    private final QuantizationError.Sum error;
    private final ChannelMismatch mismatch;
    private final Optional<ChannelHeadroom> headroom;

    private ChannelTally(
            ChannelOutputs outputs,
            QuantizationError.Sum error,
            ChannelMismatch mismatch,
            Optional<ChannelHeadroom> headroom) {
        this.outputs = outputs;
        this.error = error;
        this.mismatch = mismatch;
        this.headroom = headroom;
    }

    /**
     * Counts a channel.
     *
     * @param params what it ran with
     * @param worstCase equation (32) by output channel, asked where there is an integer accumulator
     * @param before an earlier tally of the channel, of which what still holds is taken over; empty: none
     */
    public static ChannelTally of(
            Layer layer,
            LayerParams params,
            ChannelOutputs outputs,
            IntToLongFunction worstCase,
            Optional<ChannelTally> before) {
        if (before.isPresent() && before.get().outputs == outputs) {
            return before.get();
        }
        QuantizationError.Sum error = before.filter(known -> known.hasSameFloats(outputs))
                .map(known -> known.error)
                .orElseGet(() -> errorOf(outputs));
        Optional<ChannelHeadroom> headroom = before.filter(known -> known.hasSameSums(outputs))
                .map(known -> known.headroom)
                .orElseGet(() -> headroomOf(layer, params, outputs, worstCase));
        return new ChannelTally(outputs, error, ChannelMismatch.of(outputs, params), headroom);
    }

    private boolean hasSameFloats(ChannelOutputs other) {
        return outputs.real() == other.real() && outputs.fakeQuant() == other.fakeQuant();
    }

    private boolean hasSameSums(ChannelOutputs other) {
        return outputs.integer() instanceof SummedPlane plane && plane.hasSumsOf(other.integer());
    }

    private static QuantizationError.Sum errorOf(ChannelOutputs outputs) {
        QuantizationError.Sum sum = new QuantizationError.Sum();
        sum.add(outputs.real(), outputs.fakeQuant(), 0, outputs.real().length);
        return sum;
    }

    private static Optional<ChannelHeadroom> headroomOf(
            Layer layer, LayerParams params, ChannelOutputs outputs, IntToLongFunction worstCase) {
        if (!outputs.integer().hasSums()) {
            return Optional.empty();
        }
        int biasCode = Bias.of(layer.bias(), params, ChannelRange.single(outputs.channel())).code(0);
        return Optional.of(
                ChannelHeadroom.of(outputs.integer(), biasCode, worstCase.applyAsLong(outputs.channel())));
    }

    public ChannelOutputs outputs() {
        return outputs;
    }

    QuantizationError.Sum error() {
        return error;
    }

    ChannelMismatch mismatch() {
        return mismatch;
    }

    /** Empty if there is no integer accumulator. */
    Optional<ChannelHeadroom> headroom() {
        return headroom;
    }
}
