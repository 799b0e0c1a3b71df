package org.quantscope.conv.engine;

import org.quantscope.conv.ConvShape;
import org.quantscope.quant.Formula;
import org.quantscope.quant.QuantParams;
import org.quantscope.quant.Quantizer;
import org.quantscope.tensor.FloatTensor;

/**
 * A layer's input as codes counted from their zero point, as floats: what both quantized paths of a channel are walked
 * over. {@code scale · step} is the dequantized value, to the last bit.
 *
 * @param steps (N, C, H, W)
 * @param params what they were made with
 */
record InputSteps(float[] steps, QuantParams params) {
    private static final int AT_ONCE = 1 << 16;
    private static final int PACKED_BITS = 8;
    private static final int MOST_TAPS = 33_000; // of 255 · 255 each, in an int

    /** Whether a dequantized value is one product of scale and step. */
    static boolean serve(QuantParams params) {
        return params.formula() == Formula.ONNX && params.hasIntegerOrigin();
    }

    /** @param into takes the steps; null or too small: a new array is made */
    static InputSteps of(FloatTensor input, QuantParams params, float[] into, Crew crew) {
        float[] steps = into == null || into.length != input.size() ? new float[input.size()] : into;
        crew.share(steps.length, AT_ONCE, (from, to) -> Quantizer.steps(input.data(), steps, from, to, params));
        return new InputSteps(steps, params);
    }

    float scale() {
        return params.scale();
    }

    float largest() {
        return (float) params.farthest();
    }

    /** Whether the codes of a layer fit the bytes and sums of {@link BandKernels}. */
    static boolean canBePacked(QuantParams params, ConvShape shape) {
        return params.type().bits() <= PACKED_BITS && shape.taps() <= MOST_TAPS
                && PackedInput.bytes(shape) <= Integer.MAX_VALUE;
    }

    /** @param before of the same shape and not read any more, whose memory is taken over; null: none */
    PackedInput pack(ConvShape shape, PackedInput before, Crew crew) {
        int zeroPoint = params.integerOrigin() - params.type().qmin();
        return before == null
                ? PackedInput.of(shape, steps, zeroPoint, scale(), crew)
                : before.again(steps, zeroPoint, scale(), crew);
    }
}
