package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.Optional;
import org.quantscope.quant.QuantType;

/**
 * The integer element types of ONNX that codes are stored in. Opset 25 has types of 2 bits as well, around which ONNX
 * Runtime 1.29 fuses operators that it does not have; such codes are stored in 4 bits.
 */
enum CodeContainer {
    INT4(4, true, DataType.INT4_VALUE, 21, 10),
    UINT4(4, false, DataType.UINT4_VALUE, 21, 10),
    INT8(8, true, DataType.INT8_VALUE, 13, 8),
    UINT8(8, false, DataType.UINT8_VALUE, 13, 8),
    INT16(16, true, DataType.INT16_VALUE, 21, 10),
    UINT16(16, false, DataType.UINT16_VALUE, 21, 10),
    INT32(32, true, DataType.INT32_VALUE, 13, 8);

    private final int bits;
    private final boolean signed;
    private final int dataType;
    private final int opset;
    private final int irVersion;

    CodeContainer(int bits, boolean signed, int dataType, int opset, int irVersion) {
        this.bits = bits;
        this.signed = signed;
        this.dataType = dataType;
        this.opset = opset;
        this.irVersion = irVersion;
    }

    /** The narrowest type with room for the codes of another one. */
    static CodeContainer narrowest(QuantType type) {
        for (CodeContainer container : values()) {
            if (container.signed == type.signed() && container.bits >= type.bits()) {
                return container;
            }
        }
        throw new IllegalStateException("Every width up to 16 has a container.");
    }

    /** The type of that number in ONNX. */
    static Optional<CodeContainer> of(int dataType) {
        return Arrays.stream(values()).filter(container -> container.dataType == dataType).findFirst();
    }

    /** The type with just these codes; empty for biases. */
    Optional<QuantType> type() {
        return bits > QuantType.MAX_BITS ? Optional.empty() : Optional.of(new QuantType(bits, signed, false));
    }

    int bits() {
        return bits;
    }

    boolean isByte() {
        return bits == 8;
    }

    boolean isSigned() {
        return signed;
    }

    /** The first version of ONNX's operators whose DequantizeLinear reads the type, also for each channel. */
    int opset() {
        return opset;
    }

    /** The first version of the file format that has the type. */
    int irVersion() {
        return irVersion;
    }

    long lowest() {
        return signed ? -(1L << (bits - 1)) : 0;
    }

    long highest() {
        return (1L << (signed ? bits - 1 : bits)) - 1;
    }

    /** A tensor of codes; types narrower than a byte share one, the first code in its lowest bits. */
    TensorProto tensor(String name, long[] extents, int[] codes) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(dataType);
        for (long extent : extents) {
            tensor.addDims(extent);
        }
        byte[] bytes = new byte[(int) (((long) codes.length * bits + 7) / 8)];
        for (int i = 0; i < codes.length; i++) {
            write(bytes, i, codes[i]);
        }
        return tensor.setRawData(ByteString.copyFrom(bytes)).build();
    }

    /** The code at a place of a tensor's bytes. */
    int read(byte[] bytes, int index) {
        if (bits < 8) {
            int perByte = 8 / bits;
            int shifted = bytes[index / perByte] >> (index % perByte * bits);
            int code = shifted & ((1 << bits) - 1);
            return signed ? code << (32 - bits) >> (32 - bits) : code;
        }
        int code = 0;
        int each = bits / 8;
        for (int part = 0; part < each; part++) {
            code |= (bytes[index * each + part] & 0xff) << (8 * part);
        }
        return bits == 32 || !signed ? code : code << (32 - bits) >> (32 - bits);
    }

    private void write(byte[] bytes, int index, int code) {
        if (bits < 8) {
            int perByte = 8 / bits;
            int bit = index % perByte * bits;
            bytes[index / perByte] |= (byte) ((code & ((1 << bits) - 1)) << bit);
            return;
        }
        int each = bits / 8;
        for (int part = 0; part < each; part++) {
            bytes[index * each + part] = (byte) (code >> (8 * part));
        }
    }
}
