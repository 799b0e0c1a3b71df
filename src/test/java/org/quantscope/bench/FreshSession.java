package org.quantscope.bench;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.quantscope.model.Layer;
import org.quantscope.tensor.FloatTensor;

/** What one does without a network that is fed its weights: a file with other weights and a new session for it. */
final class FreshSession implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final String input;

    /**
     * With all of the runtime's optimisations, as anybody would open it.
     *
     * @param weights by name of the stored tensor, in its order
     */
    FreshSession(ModelProto file, Map<String, FloatTensor> weights, int threads) throws OrtException {
        ModelProto.Builder changed = file.toBuilder();
        for (int i = 0; i < file.getGraph().getInitializerCount(); i++) {
            FloatTensor own = weights.get(file.getGraph().getInitializer(i).getName());
            if (own != null) {
                TensorProto.Builder tensor = changed.getGraphBuilder().getInitializerBuilder(i);
                tensor.clearFloatData().setRawData(bytes(own));
            }
        }
        this.input = file.getGraph().getInput(0).getName();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            this.session = environment.createSession(changed.build().toByteArray(), options);
        }
    }

    static ModelProto read(Path file) throws IOException {
        return ModelProto.parseFrom(Files.readAllBytes(file));
    }

    /** The weights under the names that the file has them by; both hold them in one order. */
    static Map<String, FloatTensor> stored(Map<Layer, FloatTensor> weights) {
        Map<String, FloatTensor> stored = new HashMap<>();
        weights.forEach((layer, values) -> {
            if (layer.storedOutputAxis() != 0) {
                throw new IllegalArgumentException("Layer '" + layer.name() + "' is stored the other way round.");
            }
            stored.put(layer.weightName(), values);
        });
        return stored;
    }

    private static ByteString bytes(FloatTensor values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values.data());
        return UnsafeByteOperations.unsafeWrap(buffer);
    }

    float[] predict(FloatTensor image) throws OrtException {
        try (OnnxTensor tensor = OnnxTensor.createTensor(
                        environment, FloatBuffer.wrap(image.data()), image.shape().toLongArray());
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] copy = new float[values.remaining()];
            values.get(copy);
            return copy;
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
