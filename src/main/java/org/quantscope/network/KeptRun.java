package org.quantscope.network;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import java.util.Map;
import org.quantscope.quant.LayerParams;

/** A run whose tensors stay in native memory, so that a run which differs from some layer on can begin there. */
final class KeptRun implements AutoCloseable {
    private final Map<String, LayerParams> params;
    private final OrtSession.Result result;
    private final long bytes;

    KeptRun(Map<String, LayerParams> params, OrtSession.Result result) {
        this.params = Map.copyOf(params);
        this.result = result;
        long sum = 0;
        for (Map.Entry<String, OnnxValue> entry : result) {
            if (entry.getValue() instanceof OnnxTensor tensor) {
                sum += tensor.getInfo().getNumElements() * tensor.getInfo().type.size;
            }
        }
        this.bytes = sum;
    }

    Map<String, LayerParams> params() {
        return params;
    }

    OnnxTensor tensor(String name) {
        return (OnnxTensor) result.get(name).orElseThrow();
    }

    /** Native memory that it takes. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        result.close();
    }
}
