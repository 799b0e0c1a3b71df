package org.quantscope.conv;

import java.util.Arrays;
import java.util.Optional;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.TensorParams;
import org.quantscope.quant.WeightPreparation;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.Shape;

/**
 * One side of a convolution as the three paths read it.
 *
 * @param real the values as they are
 * @param fakeQuant the values after quantize and dequantize, equation (3); {@code real} itself if there are no codes
 * @param codes the codes as they would be stored, if this side is quantized
 * @param counted the integer steps that are multiplied, with the zero points they count from: the codes, or two steps a
 *     code where real zero lies half-way between two codes; empty without codes, or if real zero is no integer
 * @param origins real zero among the codes, for each row or one for all; empty without codes
 */
public record Operand(
        FloatTensor real,
        FloatTensor fakeQuant,
        Optional<IntTensor> codes,
        Optional<Codes> counted,
        double[] origins) {
    private static final double[] NO_ORIGINS = {};

    /** A layer's input, (N, C, H, W). */
    public static Operand input(FloatTensor input, Optional<QuantParams> params) {
        return params.map(own -> quantized(input, input.data(), new QuantParams[] {own}))
                .orElseGet(() -> unquantized(input));
    }

    /** The rows of a layer's weights (O, C/group, kh, kw) that belong to the channels. */
    public static Operand weight(FloatTensor weight, Optional<TensorParams> params, ChannelRange channels) {
        FloatTensor rows = rows(weight, channels);
        if (params.isEmpty()) {
            return unquantized(rows);
        }
        QuantParams[] own = params.get().channels().subList(channels.from(), channels.to())
                .toArray(new QuantParams[0]);
        Formula formula = own[0].formula();
        float[] prepared = WeightPreparation.isIdentity(formula)
                ? rows.data()
                : new WeightPreparation(formula, weight.data(), weight.shape().extent(0), weight.shape().extent(1))
                        .rows(channels.from(), channels.to());
        return quantized(rows, prepared, own);
    }

    /**
     * What the double-precision sums take for this side: its codes counted from their zero points where it is
     * quantized, its real values where it is not. Codes of up to 16 bits are exact in float32. Not for codes whose real
     * zero is no integer.
     */
    public FloatTensor stepsOrReal() {
        return counted.isPresent() ? counted.get().steps() : real;
    }

    /** One element counted from real zero, {@code q − z} in steps of {@link QuantParams#unit}; its value without codes. */
    public double steps(int at, int row) {
        if (counted.isPresent()) {
            return counted.get().tensor().get(at) - counted.get().zeroPoint(row);
        }
        return codes.isPresent() ? codes.get().get(at) - origin(row) : real.get(at);
    }

    /** Whether there are codes that cannot be counted from real zero in integers. */
    public boolean hasRealOrigin() {
        return codes.isPresent() && counted.isEmpty();
    }

    /** Where real zero lies among the codes of a row. */
    public double origin(int row) {
        return origins[origins.length == 1 ? 0 : row];
    }

    private static Operand unquantized(FloatTensor values) {
        return new Operand(values, values, Optional.empty(), Optional.empty(), NO_ORIGINS);
    }

    private static Operand quantized(FloatTensor real, float[] prepared, QuantParams[] params) {
        int[] codes = new int[prepared.length];
        float[] back = new float[prepared.length];
        int rowSize = prepared.length / params.length;
        for (int row = 0; row < params.length; row++) {
            Quantizer.quantize(prepared, codes, row * rowSize, (row + 1) * rowSize, params[row]);
            Quantizer.dequantize(codes, back, row * rowSize, (row + 1) * rowSize, params[row]);
        }
        IntTensor stored = IntTensor.wrap(real.shape(), codes);
        return new Operand(
                real,
                FloatTensor.wrap(real.shape(), back),
                Optional.of(stored),
                Arrays.stream(params).allMatch(QuantParams::hasIntegerOrigin)
                        ? Optional.of(counted(stored, params))
                        : Optional.empty(),
                Arrays.stream(params).mapToDouble(QuantParams::origin).toArray());
    }

    private static Codes counted(IntTensor codes, QuantParams[] params) {
        int[] zeroPoints = Arrays.stream(params).mapToInt(QuantParams::integerOrigin).toArray();
        int factor = params[0].formula().stepsPerCode();
        if (factor == 1) {
            return new Codes(codes, zeroPoints);
        }
        int[] steps = Arrays.stream(codes.data()).map(code -> factor * code).toArray();
        return new Codes(IntTensor.wrap(codes.shape(), steps), zeroPoints);
    }

    private static FloatTensor rows(FloatTensor weight, ChannelRange channels) {
        Shape whole = weight.shape();
        if (channels.count() == whole.extent(0)) {
            return weight;
        }
        int taps = weight.size() / whole.extent(0);
        float[] rows = new float[channels.count() * taps];
        System.arraycopy(weight.data(), channels.from() * taps, rows, 0, rows.length);
        return FloatTensor.wrap(
                Shape.of(channels.count(), whole.extent(1), whole.extent(2), whole.extent(3)), rows);
    }
}
