package org.quantscope.conv;

import java.util.Optional;
import org.quantscope.quant.Clamp;
import org.quantscope.quant.CodeLimits;
import org.quantscope.quant.Float64Requantizer;
import org.quantscope.quant.Formula;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.RequantizationProfile;
import org.quantscope.quant.Requantizer;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.LongTensor;
import org.quantscope.tensor.Shape;

/**
 * The end of the integer path: from a layer's sums to its output, equation (22) or a requantization of section 7 of the
 * arithmetic contract. Sums are (N, channels, H', W').
 */
public final class IntegerEpilogue {
    private final LayerParams params;
    private final ChannelRange channels;
    private final Bias bias;

    public IntegerEpilogue(LayerParams params, ChannelRange channels, Bias bias) {
        this.params = params;
        this.channels = channels;
        this.bias = bias;
    }

    /**
     * The integer path's output.
     *
     * @param real in real units; the dequantized {@code codes} where there is an output quantizer
     * @param codes the output codes, if there is an output quantizer
     */
    public record Output(DoubleTensor real, Optional<IntTensor> codes) {}

    /** From what the accumulator holds, the bias codes included where the bias is an integer. */
    public Output fromAccumulator(LongTensor held) {
        Target target = new Target(held.shape());
        for (int plane = 0; plane < target.planes(); plane++) {
            int row = plane % channels.count();
            Optional<Requantizer> requantizer = requantizer(row);
            double scale = scale(row);
            if (requantizer.isPresent()) {
                target.requantize(plane, held.data(), requantizer.get());
                continue;
            }
            double floatBias = bias.codes().isPresent() ? 0 : bias.real()[row];
            for (int at = target.start(plane); at < target.start(plane + 1); at++) {
                target.putReal(at, scale * held.get(at) + floatBias);
            }
        }
        return target.output();
    }

    /**
     * From sums in double precision, of a layer of which at least one side stayed float or counts from a zero that is no
     * integer, equation (21).
     */
    public Output fromReal(DoubleTensor sums) {
        Target target = new Target(sums.shape());
        for (int plane = 0; plane < target.planes(); plane++) {
            int row = plane % channels.count();
            double scale = scale(row);
            double realBias = bias.codes().isPresent() ? scale * bias.code(row) : bias.real()[row];
            for (int at = target.start(plane); at < target.start(plane + 1); at++) {
                target.putReal(at, scale * sums.get(at) + realBias);
            }
        }
        return target.output();
    }

    /** The real value of one step of a row's sums: s_x · s_o, with 1 for a side that stayed float. */
    public double scale(int row) {
        return inputUnit() * weightUnit(row);
    }

    private double inputUnit() {
        return params.input().map(QuantParams::unit).orElse(1.0);
    }

    private double weightUnit(int row) {
        return params.weight()
                .map(weight -> weight.channel(channels.from() + row).unit())
                .orElse(1.0);
    }

    /**
     * Whether a row's accumulator goes through the requantization profile. It does not where there is no output quantizer
     * or its codes follow from real values, in double.
     */
    public boolean isRequantized(int row) {
        if (params.output().isEmpty() || bias.codes().isEmpty()) {
            return false;
        }
        boolean rounded = (float) inputUnit() != inputUnit() || (float) weightUnit(row) != weightUnit(row);
        boolean ownFormula = params.output().get().formula() != Formula.ONNX;
        return params.requantization() != RequantizationProfile.FLOAT64 || !rounded && !ownFormula;
    }

    private Optional<Requantizer> requantizer(int row) {
        return isRequantized(row)
                ? Optional.of(Requantizer.of(params.requantization(), (float) inputUnit(), (float) weightUnit(row),
                        params.output().orElseThrow(), params.clamp()))
                : Optional.empty();
    }

    /** The output being written: codes with their values, or clamped real values. */
    private final class Target {
        private final Shape shape;
        private final int plane;
        private final double[] real;
        private final int[] codes;
        private final QuantParams quantizer;
        private final CodeLimits limits;
        private final Clamp clamp;

        Target(Shape shape) {
            this.shape = shape;
            this.plane = shape.extent(2) * shape.extent(3);
            this.real = new double[shape.size()];
            this.quantizer = params.output().orElse(null);
            this.clamp = params.clamp().orElse(null);
            this.codes = quantizer == null ? null : new int[shape.size()];
            this.limits = quantizer == null ? null : CodeLimits.of(quantizer, params.clamp());
        }

        int planes() {
            return real.length / plane;
        }

        int start(int index) {
            return index * plane;
        }

        void requantize(int index, long[] held, Requantizer requantizer) {
            for (int at = start(index); at < start(index + 1); at++) {
                putCode(at, requantizer.requantize(held[at]));
            }
        }

        void putCode(int at, int code) {
            codes[at] = code;
            real[at] = Quantizer.dequantize(code, quantizer);
        }

        void putReal(int at, double value) {
            if (quantizer != null) {
                putCode(at, Float64Requantizer.requantizeReal(value, quantizer, limits));
            } else {
                real[at] = clamp == null ? value : clamp.apply(value);
            }
        }

        Output output() {
            return new Output(
                    DoubleTensor.wrap(shape, real), Optional.ofNullable(codes).map(all -> IntTensor.wrap(shape, all)));
        }
    }
}
