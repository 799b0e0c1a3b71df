package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Fills an array of float32 from little-endian bytes of any real type, piece by piece. */
final class FloatSink {
    private final String tensor;
    private final DataType type;
    private final float[] data;
    private int filled;

    FloatSink(String tensor, DataType type, float[] data) {
        this.tensor = tensor;
        this.type = type;
        this.data = data;
    }

    /** Bytes that one element of a type takes; 0 for the types that are not read. */
    static int bytesOf(DataType type) {
        return switch (type) {
            case FLOAT -> Float.BYTES;
            case DOUBLE -> Double.BYTES;
            case FLOAT16, BFLOAT16 -> Short.BYTES;
            default -> 0;
        };
    }

    /** @param bytes whole elements, no more than are still missing; read from its position to its limit */
    void accept(ByteBuffer bytes) {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        if (type == DataType.FLOAT) {
            FloatBuffer floats = bytes.asFloatBuffer();
            int count = floats.remaining();
            floats.get(data, filled, count);
            filled += count;
            return;
        }
        while (bytes.hasRemaining()) {
            if (type == DataType.DOUBLE) {
                acceptDouble(bytes.getDouble());
            } else {
                acceptHalf(bytes.getShort());
            }
        }
    }

    void acceptFloat(float value) {
        data[filled++] = value;
    }

    void acceptDouble(double value) {
        float narrowed = (float) value;
        if (Float.isInfinite(narrowed) && !Double.isInfinite(value)) {
            throw new DefectException("tensor '" + tensor + "' holds " + value
                    + ", which is outside the float32 range; scale the weights or train in float32");
        }
        data[filled++] = narrowed;
    }

    /** @param bits one of the two 16-bit types, in the lower half */
    void acceptHalf(int bits) {
        int lower = bits & 0xffff;
        data[filled++] =
                type == DataType.FLOAT16 ? HalfPrecision.fromFloat16(lower) : HalfPrecision.fromBfloat16(lower);
    }
}
