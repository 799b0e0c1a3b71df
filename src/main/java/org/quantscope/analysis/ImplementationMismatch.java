package org.quantscope.analysis;

import java.util.Optional;
import org.quantscope.conv.LayerOutputs;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.FloatTensor;

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

    public static ImplementationMismatch of(LayerOutputs outputs, LayerParams params) {
        if (outputs.outputCodes().isPresent() && outputs.fakeQuantCodes().isPresent()) {
            return ofCodes(outputs, params.output().orElseThrow());
        }
        return ofValues(outputs, params);
    }

    private static ImplementationMismatch ofCodes(LayerOutputs outputs, QuantParams output) {
        int[] integer = outputs.outputCodes().orElseThrow().data();
        int[] fake = outputs.fakeQuantCodes().orElseThrow().data();
        long differing = 0;
        int largest = 0;
        int first = -1;
        for (int i = 0; i < integer.length; i++) {
            int difference = Math.abs(integer[i] - fake[i]);
            if (difference > 0) {
                differing++;
                largest = Math.max(largest, difference);
                first = first < 0 ? i : first;
            }
        }
        Optional<Example> example = first < 0
                ? Optional.empty()
                : Optional.of(new Example(first,
                        output.position(outputs.fakeQuant().get(first)), integer[first]));
        return new ImplementationMismatch(
                largest * output.step(), differing, integer.length, largest, true, example);
    }

    private static ImplementationMismatch ofValues(LayerOutputs outputs, LayerParams params) {
        DoubleTensor integer = outputs.integer();
        FloatTensor fake = outputs.fakeQuant();
        double magnitude = 0;
        for (int i = 0; i < fake.size(); i++) {
            magnitude = Math.max(magnitude, Math.max(Math.abs(fake.get(i)), Math.abs(integer.get(i))));
        }
        double limit = TOLERANCE * magnitude;
        int plane = fake.shape().extent(2) * fake.shape().extent(3);
        int channels = outputs.channels().count();
        long differing = 0;
        double maxAbs = 0;
        double maxLsb = 0;
        int first = -1;
        for (int i = 0; i < fake.size(); i++) {
            double difference = Math.abs(integer.get(i) - fake.get(i));
            maxAbs = Math.max(maxAbs, difference);
            if (difference > limit) {
                differing++;
                first = first < 0 ? i : first;
                double step = accumulatorStep(params, outputs.channels().from() + i / plane % channels);
                maxLsb = Math.max(maxLsb, step > 0 ? difference / step : 0);
            }
        }
        Optional<Example> example =
                first < 0 ? Optional.empty() : Optional.of(new Example(first, fake.get(first), integer.get(first)));
        return new ImplementationMismatch(maxAbs, differing, fake.size(), maxLsb, false, example);
    }

    private static double accumulatorStep(LayerParams params, int channel) {
        if (!params.isIntegerOnly()) {
            return 0;
        }
        return params.input().orElseThrow().unit()
                * params.weight().orElseThrow().channel(channel).unit();
    }
}
