package org.quantscope.bench;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import org.quantscope.onnx.OnnxModels;

/**
 * A model of one node in ONNX Runtime, as fast as it goes: optimised, weights prepared, the input made once, the output left
 * where the runtime put it.
 */
final class OrtNode implements AutoCloseable {
    private final OrtSession session;
    private final OnnxTensor input;

    /** @param input its buffer is direct, and shared with the runtime */
    private OrtNode(OrtSession session, OnnxTensor input) {
        this.session = session;
        this.input = input;
    }

    /**
     * Prepares a model with one input {@code x} and one output {@code y}.
     *
     * @param input float32 values, or unsigned bytes
     * @param threads of the runtime's own, which sleep when there is nothing to do
     */
    static OrtNode of(OnnxModels model, OrtInput input, int threads) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        environment.setTelemetry(false);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            OrtSession session = environment.createSession(model.bytes(), options);
            return new OrtNode(session, input.tensor(environment));
        }
    }

    /**
     * The input of a node.
     *
     * @param bytes the elements, in native order
     * @param type of an element
     * @param shape the extents
     */
    record OrtInput(ByteBuffer bytes, OnnxJavaType type, long... shape) {
        static OrtInput floats(float[] values, long... shape) {
            ByteBuffer bytes = direct(values.length * Float.BYTES);
            bytes.asFloatBuffer().put(values);
            return new OrtInput(bytes, OnnxJavaType.FLOAT, shape);
        }

        static OrtInput unsignedBytes(int[] codes, long... shape) {
            ByteBuffer bytes = direct(codes.length);
            for (int at = 0; at < codes.length; at++) {
                bytes.put(at, (byte) codes[at]);
            }
            return new OrtInput(bytes, OnnxJavaType.UINT8, shape);
        }

        private static ByteBuffer direct(int size) {
            return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        }

        private OnnxTensor tensor(OrtEnvironment environment) throws OrtException {
            return type == OnnxJavaType.FLOAT
                    ? OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), shape)
                    : OnnxTensor.createTensor(environment, bytes, shape, type);
        }
    }

    /** Runs the node and drops what it gives. */
    void run() throws OrtException {
        session.run(Map.of("x", input)).close();
    }

    /** Runs the node and copies its int32 output. */
    int[] integers() throws OrtException {
        try (OrtSession.Result result = session.run(Map.of("x", input))) {
            int[] values = new int[(int) ((OnnxTensor) result.get(0)).getInfo().getNumElements()];
            ((OnnxTensor) result.get(0)).getIntBuffer().get(values);
            return values;
        }
    }

    /** Runs the node and copies its float32 output. */
    float[] floats() throws OrtException {
        try (OrtSession.Result result = session.run(Map.of("x", input))) {
            FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] values = new float[buffer.remaining()];
            buffer.get(values);
            return values;
        }
    }

    /** Runs the node and copies its output of unsigned bytes. */
    int[] unsignedBytes() throws OrtException {
        try (OrtSession.Result result = session.run(Map.of("x", input))) {
            ByteBuffer buffer = ((OnnxTensor) result.get(0)).getByteBuffer();
            int[] values = new int[buffer.remaining()];
            for (int at = 0; at < values.length; at++) {
                values[at] = buffer.get(at) & 0xFF;
            }
            return values;
        }
    }

    @Override
    public void close() throws OrtException {
        input.close();
        session.close();
    }
}
