package org.quantscope.quant;

/** One rounding, half to even, of {@code s_x · s_o / s_y · acc} in double precision: as exact as the scales allow. */
public final class Float64Requantizer implements Requantizer {
    private final double multiplier;
    private final CodeLimits limits;

    public Float64Requantizer(float inputScale, float weightScale, float outputScale, CodeLimits limits) {
        this.multiplier = (double) inputScale * weightScale / outputScale;
        this.limits = limits;
    }

    @Override
    public int requantize(long accumulator) {
        return limits.place(Math.rint(multiplier * accumulator));
    }

    /**
     * The code of a real result, for a layer whose bias or operands stayed float: {@code clamp(rint(real / s_y) + z_y)}.
     * The formulas of micronet are defined in float32, and so the result is rounded to it first.
     *
     * @param real the layer's output before the fused activation
     */
    public static int requantizeReal(double real, QuantParams output, CodeLimits limits) {
        return output.formula() == Formula.ONNX
                ? limits.place(Math.rint(real / output.scale()))
                : Math.max(limits.lo(), Math.min(limits.hi(), Quantizer.quantize((float) real, output)));
    }
}
