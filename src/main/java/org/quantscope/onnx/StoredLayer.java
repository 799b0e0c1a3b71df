package org.quantscope.onnx;

import java.util.Optional;
import org.quantscope.quant.QuantParams;

/**
 * What a quantized file says of one layer.
 *
 * @param weight scales and zero points of its weights; empty: they are float
 * @param bias the codes of its bias; empty: there is none, or it is float
 * @param input the quantizer of what it reads
 * @param output the quantizer of what it writes, behind its activation
 */
record StoredLayer(
        Optional<StoredGrid> weight, Optional<StoredBias> bias, Optional<QuantParams> input,
        Optional<QuantParams> output) {
    static final StoredLayer FLOAT =
            new StoredLayer(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Codes and their grid. */
    record StoredBias(int[] codes, StoredGrid grid) {}

    boolean isQuantized() {
        return weight.isPresent() || bias.isPresent() || input.isPresent() || output.isPresent();
    }

    StoredLayer withInput(QuantParams params) {
        return new StoredLayer(weight, bias, Optional.of(params), output);
    }

    StoredLayer withOutput(QuantParams params) {
        return new StoredLayer(weight, bias, input, Optional.of(params));
    }
}
