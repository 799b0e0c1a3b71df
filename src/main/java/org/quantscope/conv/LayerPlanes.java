package org.quantscope.conv;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.LongTensor;
import org.quantscope.tensor.Shape;

/**
 * The output channels of a layer, each as it was computed last. Immutable: a new result of one channel makes new planes
 * that share all the others.
 */
public final class LayerPlanes {
    private final Shape output;
    private final ChannelOutputs[] channels;

    private LayerPlanes(Shape output, ChannelOutputs[] channels) {
        this.output = output;
        this.channels = channels;
    }

    /** Nothing computed yet. */
    public static LayerPlanes none(Shape output) {
        return new LayerPlanes(output, new ChannelOutputs[output.extent(1)]);
    }

    /** All channels, in order. */
    public static LayerPlanes of(Shape output, List<ChannelOutputs> channels) {
        if (channels.size() != output.extent(1)) {
            throw new IllegalArgumentException(
                    "An output of " + output + " has not " + channels.size() + " channels.");
        }
        return new LayerPlanes(output, channels.toArray(new ChannelOutputs[0]));
    }

    /** These planes with one channel as it is now. */
    public LayerPlanes with(ChannelOutputs channel) {
        ChannelOutputs[] next = channels.clone();
        next[channel.channel()] = channel;
        return new LayerPlanes(output, next);
    }

    /** (N, O, H', W'). */
    public Shape output() {
        return output;
    }

    /** Elements of one plane of one image, H' · W'. */
    public int planeSize() {
        return output.extent(2) * output.extent(3);
    }

    public int channelCount() {
        return channels.length;
    }

    /** A channel; empty if it was not computed yet. */
    public Optional<ChannelOutputs> channel(int channel) {
        return Optional.ofNullable(channels[channel]);
    }

    /** Whether every channel was computed. */
    public boolean isWhole() {
        return Arrays.stream(channels).allMatch(channel -> channel != null);
    }

    /**
     * Whole planes as the tensors of one run, copied: for what compares whole tensors.
     *
     * @param quantizer the output's parameters that the planes were computed with
     */
    public LayerOutputs asRun(Optional<QuantParams> quantizer) {
        float[] real = new float[output.size()];
        float[] fakeQuant = new float[output.size()];
        double[] integer = new double[output.size()];
        boolean summed = channels[0].integer().hasSums();
        boolean coded = channels[0].integer().hasCodes();
        long[] sums = new long[summed ? output.size() : 0];
        long[] held = new long[summed ? output.size() : 0];
        int[] codes = new int[coded ? output.size() : 0];
        for (ChannelOutputs channel : channels) {
            for (int at = 0; at < channel.real().length; at++) {
                int to = (at / planeSize() * channels.length + channel.channel()) * planeSize() + at % planeSize();
                real[to] = channel.real()[at];
                fakeQuant[to] = channel.fakeQuant()[at];
                integer[to] = channel.integer().value(at);
                if (summed) {
                    sums[to] = channel.integer().sum(at);
                    held[to] = channel.integer().held(at);
                }
                if (coded) {
                    codes[to] = channel.integer().code(at);
                }
            }
        }
        return new LayerOutputs(
                ChannelRange.all(channels.length),
                FloatTensor.wrap(output, real),
                FloatTensor.wrap(output, fakeQuant),
                DoubleTensor.wrap(output, integer),
                Optional.empty(),
                Optional.empty(),
                summed ? Optional.of(LongTensor.wrap(output, sums)) : Optional.empty(),
                summed ? Optional.of(LongTensor.wrap(output, held)) : Optional.empty(),
                coded ? Optional.of(IntTensor.wrap(output, codes)) : Optional.empty(),
                quantizer.filter(present -> coded).map(present -> codes(fakeQuant, present)));
    }

    private IntTensor codes(float[] values, QuantParams quantizer) {
        int[] codes = new int[values.length];
        Quantizer.quantize(values, codes, 0, codes.length, quantizer);
        return IntTensor.wrap(output, codes);
    }
}
