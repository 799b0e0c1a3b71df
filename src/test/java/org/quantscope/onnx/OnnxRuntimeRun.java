package org.quantscope.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** One run of ONNX Runtime, for tests. */
final class OnnxRuntimeRun {
    private OnnxRuntimeRun() {}

    record Values(float[] data, long[] shape) {}

    /** The float32 outputs by name, for one float32 input. */
    static Map<String, Values> run(ExposedTensors exposed, String input, float[] data, long... shape)
            throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            if (exposed.externalDataFolder().isPresent()) {
                options.addConfigEntry(
                        ExposedTensors.EXTERNAL_DATA_FOLDER_KEY, exposed.externalDataFolder().get().toString());
            }
            try (OrtSession session = environment.createSession(exposed.model(), options);
                    OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(data), shape);
                    OrtSession.Result result = session.run(Map.of(input, tensor))) {
                Map<String, Values> outputs = new LinkedHashMap<>();
                for (Map.Entry<String, OnnxValue> entry : result) {
                    OnnxTensor value = (OnnxTensor) entry.getValue();
                    FloatBuffer buffer = value.getFloatBuffer();
                    float[] copy = new float[buffer.remaining()];
                    buffer.get(copy);
                    outputs.put(entry.getKey(), new Values(copy, value.getInfo().getShape()));
                }
                return outputs;
            }
        }
    }
}
