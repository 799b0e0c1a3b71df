package org.quantscope.network;

/** How ONNX Runtime is told to add products of 8-bit codes. */
public enum RuntimeArithmetic {
    /**
     * Exactly, on every processor where the runtime can do that: with {@code session.x64quantprecision=1}, which makes
     * signed weights unsigned on x64 processors without VNNI instructions.
     */
    EXACT,
    /**
     * As it does where nobody tells it anything: on x64 processors without VNNI instructions its kernels for unsigned
     * inputs and signed weights add two products in 16 bits, and saturate.
     */
    DEFAULT
}
