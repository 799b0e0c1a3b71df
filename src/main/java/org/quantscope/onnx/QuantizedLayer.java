package org.quantscope.onnx;

import java.util.Optional;

/**
 * The tensors of a quantized network that hold what one layer reads and writes.
 *
 * @param inputCodes the codes that the layer reads; empty: its input is not quantized
 * @param sumCodes the codes that the layer's own operator writes, before a clamp that works on codes; the same as {@code
 *     outputCodes} where there is none; empty without an output quantizer
 * @param outputCodes the codes after every clamp; empty without an output quantizer
 * @param output the values after every clamp and quantizer, as others read them
 */
public record QuantizedLayer(
        Optional<String> inputCodes, Optional<String> sumCodes, Optional<String> outputCodes, String output) {}
