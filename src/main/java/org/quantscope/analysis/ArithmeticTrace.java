package org.quantscope.analysis;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.RequantizationSteps;

/**
 * How one output element comes about, in the integer path and in the fake-quant path, from the codes to the output.
 *
 * @param layer the layer's name
 * @param pixel the output element
 * @param params what the layer is computed with
 * @param weight the parameters of the output channel's weights, if they are quantized
 * @param isInteger whether products and sums are integers: both sides are quantized and real zero is an integer for both
 * @param taps every product, those in the padding included, in the order channel, row, column
 * @param fourSums the sum multiplied out, if both sides are quantized
 * @param unit the real size of one step of the sum, {@code s_x · s_w}, with 1 for a side that stayed float
 * @param biasCode the bias on the accumulator's scale; empty if it stays float
 * @param floatBias the bias as the layer has it, 0 if it has none
 * @param accumulator the exact sum without the bias, if {@code isInteger}
 * @param held what the register holds at the end, bias code included, if {@code isInteger}
 * @param realSum the sum in double precision, if not {@code isInteger}
 * @param isRequantized whether the accumulator goes through the requantization profile; if not, output codes follow from
 *     {@code real} in double precision
 * @param real the integer path's result in real units, before any clamp
 * @param requantization from the sum to the output code, if there is an output quantizer
 * @param output the integer path's output in real units
 * @param fakeQuant the fake-quant path's steps
 */
public record ArithmeticTrace(
        String layer,
        Pixel pixel,
        LayerParams params,
        Optional<QuantParams> weight,
        boolean isInteger,
        List<Tap> taps,
        Optional<FourSums> fourSums,
        double unit,
        OptionalInt biasCode,
        float floatBias,
        long accumulator,
        long held,
        double realSum,
        boolean isRequantized,
        double real,
        Optional<RequantizationSteps> requantization,
        double output,
        FakeQuantSteps fakeQuant) {
    public ArithmeticTrace {
        taps = List.copyOf(taps);
    }

    /** The output code of the integer path, if there is an output quantizer. */
    public OptionalInt outputCode() {
        return requantization.isPresent() ? OptionalInt.of(requantization.get().code()) : OptionalInt.empty();
    }

    /** The first tap whose product the register could not hold. */
    public Optional<Tap> firstOverflow() {
        return taps.stream().filter(Tap::overflows).findFirst();
    }

    /** Whether the register could not hold the sum of the products with the bias code. */
    public boolean biasOverflows() {
        if (!isInteger) {
            return false;
        }
        long before = taps.isEmpty() ? 0 : taps.get(taps.size() - 1).held();
        return held != before + biasCode.orElse(0);
    }

    /** Whether the input's codes count from a real zero that is no integer. */
    public boolean hasRealInputOrigin() {
        return hasRealInputOrigin(params);
    }

    /** Whether the codes of any of the layer's weights do. */
    public boolean hasRealWeightOrigin() {
        return hasRealWeightOrigin(params);
    }

    static boolean hasRealInputOrigin(LayerParams params) {
        return params.input().filter(input -> !input.hasIntegerOrigin()).isPresent();
    }

    static boolean hasRealWeightOrigin(LayerParams params) {
        return params.weight()
                .filter(weight -> !weight.channels().stream().allMatch(QuantParams::hasIntegerOrigin))
                .isPresent();
    }

    /** Where the two paths part at this element, or that they do not. */
    public TraceVerdict verdict() {
        return TraceVerdict.of(this);
    }
}
