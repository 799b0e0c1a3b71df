package org.quantscope.conformance;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.quantscope.quant.QuantType;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.IntTensor;
import org.quantscope.tensor.Shape;

/**
 * A tensor of the ONNX backend tests: float32 values, or integers of 2 to 32 bits.
 *
 * @param shape the extents; rank 0 for a scalar
 * @param reals the values, if {@code bits} is 0
 * @param codes the integers, if {@code bits} is not 0
 * @param bits width of the integers; 0 for float32
 * @param signed whether the integers have a sign
 */
record BackendTensor(Shape shape, float[] reals, int[] codes, int bits, boolean signed) {
    static BackendTensor of(TensorProto proto) {
        Shape shape = Shape.of(proto.getDimsList().stream().mapToInt(Math::toIntExact).toArray());
        return switch (proto.getDataType()) {
            case 1 -> new BackendTensor(shape, reals(proto, shape.size()), new int[0], 0, true);
            case 2 -> integers(proto, shape, 8, false);
            case 3 -> integers(proto, shape, 8, true);
            case 4 -> integers(proto, shape, 16, false);
            case 5 -> integers(proto, shape, 16, true);
            case 6 -> integers(proto, shape, 32, true);
            case 21 -> integers(proto, shape, 4, false);
            case 22 -> integers(proto, shape, 4, true);
            case 25 -> integers(proto, shape, 2, false);
            case 26 -> integers(proto, shape, 2, true);
            default -> throw new IllegalArgumentException(
                    "Tensor '" + proto.getName() + "' has the element type " + proto.getDataType() + ".");
        };
    }

    static BackendTensor ofReals(Shape shape, float... reals) {
        return new BackendTensor(shape, reals, new int[0], 0, true);
    }

    static BackendTensor ofCodes(Shape shape, QuantType type, int... codes) {
        return new BackendTensor(shape, new float[0], codes, type.bits(), type.signed());
    }

    static BackendTensor ofInt32(Shape shape, int... codes) {
        return new BackendTensor(shape, new float[0], codes, 32, true);
    }

    boolean isReal() {
        return bits == 0;
    }

    /** The type of the codes; int32 is none. */
    QuantType type() {
        return new QuantType(bits, signed, false);
    }

    /** The real value of a channel, or the only one. */
    float real(int channel) {
        return reals[reals.length == 1 ? 0 : channel];
    }

    /** The code of a channel, or the only one. */
    int code(int channel) {
        return codes[codes.length == 1 ? 0 : channel];
    }

    FloatTensor realTensor() {
        return FloatTensor.wrap(shape, reals);
    }

    IntTensor codeTensor() {
        return IntTensor.wrap(shape, codes);
    }

    private static float[] reals(TensorProto proto, int count) {
        float[] values = new float[count];
        if (proto.getRawData().isEmpty()) {
            for (int at = 0; at < count; at++) {
                values[at] = proto.getFloatData(at);
            }
        } else {
            raw(proto).asFloatBuffer().get(values);
        }
        return values;
    }

    /** Integers below a byte lie side by side in bytes, the first one in the lowest bits. */
    private static BackendTensor integers(TensorProto proto, Shape shape, int bits, boolean signed) {
        int[] codes = new int[shape.size()];
        boolean packed = bits < 8;
        int perCell = packed ? 8 / bits : 1;
        ByteBuffer raw = raw(proto);
        for (int at = 0; at < codes.length; at++) {
            int cell = at / perCell;
            int stored = proto.getRawData().isEmpty()
                    ? proto.getInt32Data(cell)
                    : switch (bits) {
                        case 16 -> raw.getShort(cell * 2);
                        case 32 -> raw.getInt(cell * 4);
                        default -> raw.get(cell);
                    };
            int unused = Integer.SIZE - bits;
            int high = stored >> (at % perCell * bits) << unused;
            codes[at] = signed ? high >> unused : high >>> unused;
        }
        return new BackendTensor(shape, new float[0], codes, bits, signed);
    }

    private static ByteBuffer raw(TensorProto proto) {
        return proto.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
}
