package org.quantscope.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quantscope.conv.Bias;
import org.quantscope.conv.ChannelOutputs;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.conv.RunOutputs;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.Shape;

/**
 * How far the integer path is from the fake-quant path (arithmetic contract, section 9). With an output quantizer codes
 * are compared and one LSB is one code. Without one, an element differs if |Δ| exceeds 10⁻⁵ of the largest magnitude, and
 * one LSB is the accumulator's step s_x · s_w of its channel.
 *
 * @param maxAbs largest difference in real units
 * @param differing elements that differ
 * @param total elements compared
 * @param maxLsb largest difference of a differing element in LSB; 0 where none differs
 * @param inCodes whether output codes were compared
 * @param first the first element that differs
 */
public record ImplementationMismatch(
        double maxAbs, long differing, long total, double maxLsb, boolean inCodes, Optional<Example> first) {
    /** Without codes, an element differs if |Δ| exceeds this share of the largest magnitude. */
    public static final double TOLERANCE = 1e-5;

    /**
     * One differing element.
     *
     * @param index its place in the output tensors
     * @param fakeQuant the fake-quant value; in units of the output step, zero point added, where codes are compared
     * @param integer the integer path's result in the same unit
     */
    public record Example(int index, double fakeQuant, double integer) {
        /** Whether the fake-quant value sits so close to half-way that the last bit of float32 decides. */
        public boolean isTie() {
            double fraction = fakeQuant - Math.floor(fakeQuant);
            return Math.abs(fraction - 0.5) < 1e-3;
        }
    }

    /** Of a whole run. */
    public static ImplementationMismatch of(LayerOutputs outputs, LayerParams params) {
        Bias none = new Bias(new float[0], new float[0], Optional.empty());
        List<ChannelMismatch> channels = new ArrayList<>(outputs.channels().count());
        for (ChannelOutputs channel : RunOutputs.channels(outputs, none)) {
            channels.add(ChannelMismatch.of(channel, params));
        }
        return of(channels, params, outputs.real().shape());
    }

    /**
     * Of channels that were compared one by one.
     *
     * @param output (N, channels, H', W'), the channels being those compared
     */
    static ImplementationMismatch of(List<ChannelMismatch> channels, LayerParams params, Shape output) {
        double magnitude = 0;
        for (ChannelMismatch channel : channels) {
            magnitude = Math.max(magnitude, channel.magnitude());
        }
        boolean inCodes = params.output().isPresent();
        double limit = inCodes ? 0 : TOLERANCE * magnitude;
        int plane = output.extent(2) * output.extent(3);
        long differing = 0;
        double largest = 0;
        double maxLsb = 0;
        int first = Integer.MAX_VALUE;
        int firstRow = -1;
        for (int row = 0; row < channels.size(); row++) {
            ChannelMismatch channel = channels.get(row);
            largest = Math.max(largest, channel.largest());
            if (!(channel.largest() > limit)) {
                continue;
            }
            ChannelMismatch.Beyond beyond = channel.beyond(limit);
            differing += beyond.count();
            int index = (beyond.first() / plane * channels.size() + row) * plane + beyond.first() % plane;
            if (index < first) {
                first = index;
                firstRow = row;
            }
            double step = inCodes ? 1 : accumulatorStep(params, channel.outputs().channel());
            maxLsb = Math.max(maxLsb, step > 0 ? channel.largest() / step : 0);
        }
        Optional<Example> example = firstRow < 0
                ? Optional.empty()
                : Optional.of(channels.get(firstRow).example(first, first / plane / channels.size() * plane
                        + first % plane));
        double maxAbs = inCodes ? largest * params.output().get().step() : largest;
        return new ImplementationMismatch(maxAbs, differing, output.size(), maxLsb, inCodes, example);
    }

    private static double accumulatorStep(LayerParams params, int channel) {
        if (!params.isIntegerOnly()) {
            return 0;
        }
        return params.input().orElseThrow().unit()
                * params.weight().orElseThrow().channel(channel).unit();
    }
}
