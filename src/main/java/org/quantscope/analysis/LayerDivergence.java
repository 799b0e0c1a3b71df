package org.quantscope.analysis;

import java.util.Optional;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;
import org.quantscope.tensor.FloatTensor;

/**
 * How far the paths through a whole network have come apart where a layer ends: fake-quant from float, which is what the
 * settings cost so far, and integer from fake-quant, which is what the arithmetic costs so far.
 *
 * @param place the layer's name, or the network's output
 * @param quantization fake-quant against float
 * @param implementation integer against fake-quant, in real units
 * @param differing elements of the integer path that are not those of the fake-quant path: codes where the layer ends in
 *     codes, else values more than 10⁻⁵ of the largest magnitude apart
 * @param total elements compared
 * @param maxLsb the largest difference of codes; 0 without codes
 * @param inCodes whether codes were compared
 */
public record LayerDivergence(
        String place,
        QuantizationError quantization,
        QuantizationError implementation,
        long differing,
        long total,
        int maxLsb,
        boolean inCodes) {

    /**
     * Compares three tensors of the same shape.
     *
     * @param output the quantizer that fake-quant and integer values went through, if there is one
     * @throws IllegalArgumentException if the tensors have different sizes
     */
    public static LayerDivergence of(
            String place, FloatTensor real, FloatTensor fakeQuant, FloatTensor integer, Optional<QuantParams> output) {
        if (real.size() != fakeQuant.size() || fakeQuant.size() != integer.size()) {
            throw new IllegalArgumentException("The three paths of '" + place + "' have " + real.size() + ", "
                    + fakeQuant.size() + " and " + integer.size() + " elements.");
        }
        QuantizationError quantization = error(real, fakeQuant);
        QuantizationError implementation = error(fakeQuant, integer);
        int total = fakeQuant.size();
        if (output.isEmpty()) {
            long differing = beyond(fakeQuant, integer, ImplementationMismatch.TOLERANCE * magnitude(fakeQuant));
            return new LayerDivergence(place, quantization, implementation, differing, total, 0, false);
        }
        Tally codes = Tally.ofGaps(total, at -> Quantizer.quantize(fakeQuant.get(at), output.get())
                - Quantizer.quantize(integer.get(at), output.get()));
        return new LayerDivergence(
                place, quantization, implementation, codes.differing(), total, (int) codes.largest(), true);
    }

    /** The differing elements as a share of all, from 0 to 1. */
    public double share() {
        return total == 0 ? 0 : (double) differing / total;
    }

    private static QuantizationError error(FloatTensor reference, FloatTensor test) {
        QuantizationError.Sum sum = new QuantizationError.Sum();
        sum.add(reference.data(), test.data(), 0, reference.size());
        return sum.result();
    }

    private static double magnitude(FloatTensor values) {
        double largest = 0;
        for (float value : values.data()) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** NaN differs from everything. */
    private static long beyond(FloatTensor reference, FloatTensor test, double limit) {
        long count = 0;
        for (int at = 0; at < reference.size(); at++) {
            count += Math.abs((double) test.get(at) - reference.get(at)) <= limit ? 0 : 1;
        }
        return count;
    }
}
