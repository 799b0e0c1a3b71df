package org.quantscope.network;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.function.Supplier;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * A float32 tensor in native memory that ONNX Runtime reads in place. It remembers what its values were made from and
 * takes new ones without new memory, but not while a run reads it.
 */
final class NativeFloats implements AutoCloseable {
    private final FloatBuffer memory;
    private final OnnxTensor tensor;
    private Object source;

    NativeFloats(OrtEnvironment environment, Shape shape) throws OrtException {
        this.memory = ByteBuffer.allocateDirect(Math.multiplyExact(shape.size(), Float.BYTES))
                .order(ByteOrder.nativeOrder()).asFloatBuffer();
        this.tensor = OnnxTensor.createTensor(environment, memory, shape.toLongArray());
    }

    /** @param wanted what the values follow from; equal to that of the present ones: they stay */
    OnnxTensor holding(Object wanted, Supplier<FloatTensor> values) {
        if (!wanted.equals(source)) {
            source = null;
            memory.put(0, values.get().data());
            source = wanted;
        }
        return tensor;
    }

    @Override
    public void close() {
        tensor.close();
    }
}
