package org.quantscope.analysis;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;
import org.quantscope.conv.Bias;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.conv.Operand;
import org.quantscope.conv.RunOutputs;
import org.quantscope.conv.WorstCase;
import org.quantscope.model.Layer;
import org.quantscope.quant.Accumulator;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;

/**
 * How much room a layer's accumulator leaves: the worst case of its weights and its input range beside what the current
 * input needs (arithmetic contract, section 8).
 *
 * @param register the accumulator that was chosen
 * @param channels the output channels that were computed
 * @param each one for each of {@code channels}
 * @param anyWeights equation (31): the worst case whatever the weights are
 * @param total sums of the current input
 */
public record AccumulatorHeadroom(
        Accumulator register, ChannelRange channels, List<ChannelHeadroom> each, long anyWeights, long total) {
    public AccumulatorHeadroom {
        each = List.copyOf(each);
    }

    /** The headroom of a layer that was run; empty if it has no integer accumulator, {@link HeadroomSentence#absence}. */
    public static Optional<AccumulatorHeadroom> of(Layer layer, LayerParams params, LayerOutputs outputs) {
        Bias bias = Bias.of(layer.bias(), params, outputs.channels());
        if (outputs.accumulator().isEmpty()) {
            return Optional.empty();
        }
        ChannelRange channels = outputs.channels();
        long[] worstCases = worstCases(layer, params, channels);
        List<ChannelTally> tallies = RunOutputs.channels(outputs, bias).stream()
                .map(channel -> ChannelTally.of(layer, params, channel, which -> worstCases[which - channels.from()], Optional.empty()))
                .toList();
        return of(layer, params, tallies, channels);
    }

    /** Equation (32) for neighbouring channels of a layer that has an integer accumulator. */
    public static long[] worstCases(Layer layer, LayerParams params, ChannelRange channels) {
        return WorstCase.of(
                params.input().orElseThrow(),
                Operand.weight(layer.weight(), params.weight(), channels).counted().orElseThrow(),
                Bias.of(layer.bias(), params, channels));
    }

    /** Bits that no input exceeds, (32) and (33), known without running the layer; empty without an integer accumulator. */
    public static OptionalInt worstCaseBits(Layer layer, LayerParams params) {
        if (!params.countsInIntegers()) {
            return OptionalInt.empty();
        }
        return Arrays.stream(worstCases(layer, params, ChannelRange.all(layer.outputChannels())))
                .mapToInt(ChannelHeadroom::bits)
                .max();
    }

    /** The headroom of channels that were counted one by one. */
    static Optional<AccumulatorHeadroom> of(
            Layer layer, LayerParams params, List<ChannelTally> tallies, ChannelRange channels) {
        if (tallies.isEmpty() || tallies.get(0).headroom().isEmpty()) {
            return Optional.empty();
        }
        List<ChannelHeadroom> each =
                tallies.stream().map(tally -> tally.headroom().orElseThrow()).toList();
        Bias bias = Bias.of(layer.bias(), params, channels);
        long total = tallies.stream().mapToLong(tally -> tally.outputs().integer().size()).sum();
        return Optional.of(new AccumulatorHeadroom(
                params.accumulator(), channels, each, anyWeights(layer, params, channels, bias), total));
    }

    private static long anyWeights(Layer layer, LayerParams params, ChannelRange channels, Bias bias) {
        QuantParams input = params.input().orElseThrow();
        long largest = 0;
        for (int row = 0; row < channels.count(); row++) {
            QuantParams weight = params.weight().orElseThrow().channel(channels.from() + row);
            largest = Math.max(largest, WorstCase.of(input, weight, layer.taps(), bias.code(row)));
        }
        return largest;
    }

    /** The channel whose worst case is the largest; the first of them where several share it. */
    public int worstChannel() {
        int worst = 0;
        for (int row = 1; row < each.size(); row++) {
            worst = each.get(row).worstCase() > each.get(worst).worstCase() ? row : worst;
        }
        return channels.from() + worst;
    }

    /** Bits that no input exceeds, equations (32) and (33). */
    public int worstCaseBits() {
        return each.stream().mapToInt(ChannelHeadroom::worstCaseBits).max().orElseThrow();
    }

    /** Bits that no input exceeds whatever the weights are, equations (31) and (33). */
    public int anyWeightsBits() {
        return ChannelHeadroom.bits(anyWeights);
    }

    /** Bits that the sums of the current input need. */
    public int observedBits() {
        return each.stream().mapToInt(ChannelHeadroom::observedBits).max().orElseThrow();
    }

    /** The largest |acc| of the current input, bias code included. */
    public long maxAbs() {
        return each.stream().mapToLong(ChannelHeadroom::maxAbs).max().orElseThrow();
    }

    /** Sums of the current input that a 32-bit register cannot hold. */
    public long beyondInt32() {
        return sum(ChannelHeadroom::beyondInt32);
    }

    /** Sums of the current input of which the chosen register holds something else. */
    public long heldDiffers() {
        return sum(ChannelHeadroom::heldDiffers);
    }

    /** Whether an int32 register can overflow, or does. */
    public Overflow ofInt32() {
        return each.stream().map(ChannelHeadroom::ofInt32).max(Comparator.naturalOrder()).orElseThrow();
    }

    /** Whether the chosen register can overflow, or does. */
    public Overflow ofRegister() {
        return each.stream().map(channel -> channel.ofRegister(register.bits())).max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private long sum(ToLongFunction<ChannelHeadroom> figure) {
        return each.stream().mapToLong(figure).sum();
    }
}
