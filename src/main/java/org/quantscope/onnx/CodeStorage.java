package org.quantscope.onnx;

import java.util.Arrays;
import org.quantscope.quant.QuantType;

/** How codes are stored. */
enum CodeStorage {
    /**
     * As they are: weights in the narrowest type that ONNX has for them, activations in at least a byte, because ONNX
     * Runtime 1.29 fuses operators that it does not have around narrower ones, or gives up at the Clip before them.
     */
    NARROWEST,
    /**
     * As unsigned bytes, signed codes with their zero points 128 higher: the same differences, so the same sums. For a
     * runtime only: on x64 processors without VNNI instructions ONNX Runtime's sums of unsigned times signed codes
     * saturate, and those of unsigned times unsigned codes are exact everywhere. Codes of more than 8 bits are stored as
     * they are.
     */
    UNSIGNED_BYTES;

    private static final int BYTE_BITS = 8;
    private static final int HALF_RANGE = 128;

    /** What the codes of an activation are stored in. */
    CodeContainer activation(QuantType type) {
        if (type.bits() > BYTE_BITS) {
            return CodeContainer.narrowest(type);
        }
        return type.signed() && this != UNSIGNED_BYTES ? CodeContainer.INT8 : CodeContainer.UINT8;
    }

    /** What weight codes are stored in. */
    CodeContainer weight(QuantType type) {
        return this == UNSIGNED_BYTES ? activation(type) : CodeContainer.narrowest(type);
    }

    /** What is added to every code and zero point of a type. */
    int shift(QuantType type) {
        return isMoved(type) ? HALF_RANGE : 0;
    }

    int[] shifted(int[] codes, QuantType type) {
        int shift = shift(type);
        return shift == 0 ? codes : Arrays.stream(codes).map(code -> code + shift).toArray();
    }

    /** Whether an activation's stored type has no other codes than its type, so that QuantizeLinear saturates there. */
    boolean saturatesAs(QuantType type) {
        return saturatesAt(type, type.qmin(), type.qmax());
    }

    /** Whether an activation's stored type has just the codes from {@code lo} to {@code hi}. */
    boolean saturatesAt(QuantType type, int lo, int hi) {
        CodeContainer container = activation(type);
        return container.lowest() == lo + shift(type) && container.highest() == hi + shift(type);
    }

    private boolean isMoved(QuantType type) {
        return this == UNSIGNED_BYTES && type.signed() && type.bits() <= BYTE_BITS;
    }
}
