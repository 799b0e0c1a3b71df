package org.quantscope.analysis;

import java.util.Optional;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantParams;

/**
 * The end of the fake-quant path for one output element, in float32.
 *
 * @param sum of the products, added tap by tap with fused multiply-add
 * @param bias the value that is added; what the bias code stands for where the bias is an integer
 * @param biased the sum with the bias
 * @param clamped after the fused activation; {@code biased} where there is none
 * @param output through the output quantizer, if there is one
 */
public record FakeQuantSteps(float sum, float bias, float biased, float clamped, Optional<OutputSteps> output) {
    /**
     * A value through the output quantizer.
     *
     * @param beforeRounding the value in output steps from real zero
     * @param rounded the steps after rounding
     * @param code the output code
     * @param value what the code stands for
     */
    public record OutputSteps(double beforeRounding, double rounded, int code, float value) {}

    /**
     * What the output quantizer rounds, in output steps from its code of real zero: the float32 quotient of ONNX's
     * formula, or where the value lies among the codes of another one.
     */
    static float beforeRounding(float value, QuantParams output) {
        return output.formula() == Formula.ONNX
                ? value / output.scale()
                : (float) (value / output.step() + (output.origin() - Math.rint(output.origin())));
    }
}
