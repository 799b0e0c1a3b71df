package org.quantscope.onnx;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * Something about a layer's parameters that a quantized ONNX file says only in part, or cannot say.
 *
 * @param severity what it means for the file
 * @param layer the layer's name; empty where the whole network is meant
 * @param tensor {@code weight}, {@code input}, {@code output}, {@code bias}, or empty where the whole layer is meant
 * @param channel the output channel, where one is to blame
 * @param reason one sentence for a person, which names the layer
 */
public record FormFinding(Severity severity, String layer, String tensor, OptionalInt channel, String reason) {
    /** What a finding means for the file. */
    public enum Severity {
        /** The file cannot say it: nothing is written. */
        REFUSED,
        /** The file says it, but the layer computes in float32 between dequantized values, not in integers. */
        FLOAT,
        /** The file is written, and differs from the settings, or from some runtimes, in the way that is said. */
        REMARK
    }

    public FormFinding {
        Objects.requireNonNull(severity);
        Objects.requireNonNull(channel);
    }

    static FormFinding of(Severity severity, String layer, String tensor, String reason) {
        return new FormFinding(severity, layer, tensor, OptionalInt.empty(), reason);
    }
}
