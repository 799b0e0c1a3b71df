package org.quantscope.network;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Locale;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** Copies tensors into and out of ONNX Runtime. */
final class OrtTensors {
    private OrtTensors() {}

    /**
     * The values in ONNX Runtime's type: floats rounded to half precision, integers rounded half to even and kept
     * inside their type.
     */
    static OnnxTensor create(OrtEnvironment environment, FloatTensor tensor, OnnxJavaType type, String input)
            throws OrtException {
        long[] shape = tensor.shape().toLongArray();
        float[] data = tensor.data();
        if (type == OnnxJavaType.FLOAT) {
            return OnnxTensor.createTensor(environment, FloatBuffer.wrap(data), shape);
        }
        if (type == OnnxJavaType.DOUBLE) {
            DoubleBuffer doubles = DoubleBuffer.allocate(data.length);
            for (float value : data) {
                doubles.put(value);
            }
            return OnnxTensor.createTensor(environment, doubles.flip(), shape);
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.multiplyExact(data.length, type.size))
                .order(ByteOrder.nativeOrder());
        for (float value : data) {
            put(bytes, type, value, input);
        }
        return OnnxTensor.createTensor(environment, bytes.flip(), shape, type);
    }

    private static void put(ByteBuffer bytes, OnnxJavaType type, float value, String input) {
        switch (type) {
            case FLOAT16 -> bytes.putShort(Fp16Conversions.floatToFp16(value));
            case BFLOAT16 -> bytes.putShort(Fp16Conversions.floatToBf16(value));
            case UINT8 -> bytes.put((byte) (int) within(value, 0, 255));
            case INT8 -> bytes.put((byte) within(value, -128, 127));
            case INT16 -> bytes.putShort((short) within(value, Short.MIN_VALUE, Short.MAX_VALUE));
            case INT32 -> bytes.putInt((int) within(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case INT64 -> bytes.putLong((long) Math.rint(value));
            case BOOL -> bytes.put((byte) (value == 0 ? 0 : 1));
            default -> throw new NetworkRunException("Input '" + input + "' has elements of the type "
                    + type.name().toLowerCase(Locale.ROOT) + ", which an image cannot be turned into.");
        }
    }

    private static long within(float value, long low, long high) {
        return (long) Math.max(low, Math.min(high, Math.rint(value)));
    }

    /** A copy in float32. */
    static FloatTensor toFloat(OnnxTensor tensor, String name) {
        Shape shape = shape(tensor);
        return FloatTensor.wrap(shape, shape.size() == 0 ? new float[0] : values(tensor, shape.size(), name));
    }

    static Shape shape(OnnxTensor tensor) {
        long[] extents = tensor.getInfo().getShape();
        int[] narrow = new int[extents.length];
        for (int axis = 0; axis < narrow.length; axis++) {
            narrow[axis] = Math.toIntExact(extents[axis]);
        }
        return Shape.of(narrow);
    }

    private static float[] values(OnnxTensor tensor, int size, String name) {
        OnnxJavaType type = tensor.getInfo().type;
        float[] values = new float[size];
        switch (type) {
            case FLOAT, FLOAT16, BFLOAT16 -> tensor.getFloatBuffer().get(values);
            case DOUBLE -> {
                DoubleBuffer doubles = tensor.getDoubleBuffer();
                for (int i = 0; i < size; i++) {
                    values[i] = (float) doubles.get(i);
                }
            }
            default -> throw new NetworkRunException("Tensor '" + name + "' has elements of the type "
                    + type.name().toLowerCase(Locale.ROOT) + ", which are no real numbers.");
        }
        return values;
    }
}
