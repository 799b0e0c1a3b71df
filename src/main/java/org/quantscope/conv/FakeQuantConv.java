package org.quantscope.conv;

import org.quantscope.tensor.FloatTensor;

/**
 * The convolution as quantization-aware training and simulators compute it: quantize, dequantize, and convolve in
 * float32. An integer bias enters as the value that its code stands for, so that the rounding of the bias does not look
 * like a difference between this path and the integer one.
 */
public final class FakeQuantConv {
    private FakeQuantConv() {}

    /** @return (N, channels, H', W') before any clamp and output quantizer */
    public static FloatTensor convolve(
            ConvShape shape, Operand input, Operand weight, Bias bias, Cancellation cancellation) {
        return FloatConv.convolve(shape, input.fakeQuant(), weight.fakeQuant(), bias.fakeQuant(), cancellation);
    }
}
