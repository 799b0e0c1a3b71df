package org.quantscope.quant;

import java.util.Optional;

/** What of the formulas ONNX's QuantizeLinear and DequantizeLinear can say, and why not the rest. */
final class OnnxExpression {
    private OnnxExpression() {}

    static Optional<String> fault(QuantParams params) {
        QuantType type = params.type();
        return switch (params.formula()) {
            // Stored weight codes need no rounding, so that α and the signs can be said.
            case ONNX, TERNARY_WEIGHT, BINARY_WEIGHT -> Optional.empty();
            case MICRONET -> zeroPointFault(params);
            case MICRONET_2020 -> Optional.of("ONNX divides by the scale and cannot say a scale that multiplies; "
                    + "the reciprocal of " + params.scale() + " would round some values to other codes.");
            case DOREFA_WEIGHT -> Optional.of("DoReFa weights have no code for zero: they count from the half-integer "
                    + type.qmax() / 2.0 + ", and a zero point of ONNX is an integer.");
            case DOREFA_ACTIVATION -> Optional.of("DoReFa activations are divided by 10 and stay so, which no pair of "
                    + "ONNX's QuantizeLinear and DequantizeLinear says.");
            case BINARY_ACTIVATION -> Optional.of(
                    "A sign without zero is no type of ONNX's QuantizeLinear.");
        };
    }

    private static Optional<String> zeroPointFault(QuantParams params) {
        double origin = params.origin();
        if (origin != Math.rint(origin)) {
            return Optional.of("ONNX cannot say the zero point " + params.zeroPoint()
                    + ", which is not an integer; round it, or choose the convention 'onnx'.");
        }
        QuantType type = params.type();
        if (origin < type.qmin() || origin > type.qmax()) {
            return Optional.of("ONNX cannot say the zero point " + (long) params.zeroPoint()
                    + ": with ONNX's sign it is " + (long) origin + ", outside " + type.qmin() + " to " + type.qmax()
                    + ", because the range leaves out zero.");
        }
        return Optional.empty();
    }
}
