package org.quantscope.conv;

import java.util.Optional;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;
import org.quantscope.quant.TensorParams;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.Shape;

/**
 * One side of a convolution as the three paths read it.
 *
 * @param real the values as they are
 * @param fakeQuant the values after quantize and dequantize, equation (3); {@code real} itself if there are no codes
 * @param codes the codes, if this side is quantized
 */
public record Operand(FloatTensor real, FloatTensor fakeQuant, Optional<Codes> codes) {
    /** A layer's input, (N, C, H, W). */
    public static Operand input(FloatTensor input, Optional<QuantParams> params) {
        if (params.isEmpty()) {
            return new Operand(input, input, Optional.empty());
        }
        int[] codes = new int[input.size()];
        float[] back = new float[input.size()];
        Quantizer.quantize(input.data(), codes, 0, codes.length, params.get());
        Quantizer.dequantize(codes, back, 0, codes.length, params.get());
        return new Operand(
                input,
                FloatTensor.wrap(input.shape(), back),
                Optional.of(Codes.uniform(
                        IntTensor.wrap(input.shape(), codes), params.get().zeroPoint())));
    }

    /** The rows of a layer's weights (O, C/group, kh, kw) that belong to the channels. */
    public static Operand weight(FloatTensor weight, Optional<TensorParams> params, ChannelRange channels) {
        FloatTensor rows = rows(weight, channels);
        if (params.isEmpty()) {
            return new Operand(rows, rows, Optional.empty());
        }
        int[] codes = new int[rows.size()];
        float[] back = new float[rows.size()];
        int[] zeroPoints = new int[channels.count()];
        int taps = rows.size() / channels.count();
        for (int row = 0; row < channels.count(); row++) {
            QuantParams own = params.get().channel(channels.from() + row);
            zeroPoints[row] = own.zeroPoint();
            Quantizer.quantize(rows.data(), codes, row * taps, (row + 1) * taps, own);
            Quantizer.dequantize(codes, back, row * taps, (row + 1) * taps, own);
        }
        return new Operand(
                rows,
                FloatTensor.wrap(rows.shape(), back),
                Optional.of(new Codes(IntTensor.wrap(rows.shape(), codes), zeroPoints)));
    }

    /**
     * What the double-precision sums take for this side: its codes counted from their zero points where it is
     * quantized, its real values where it is not. Codes of up to 16 bits are exact in float32.
     */
    public FloatTensor stepsOrReal() {
        return codes.isPresent() ? codes.get().steps() : real;
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
