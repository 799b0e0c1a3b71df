package org.quantscope.export;

import java.util.List;
import java.util.OptionalInt;
import org.quantscope.quant.QuantType;

/**
 * What a file of the field says of one tensor, whatever the format: the integer type, and scale and zero point for the
 * tensor or for each channel.
 *
 * @param name the tensor in the ONNX file
 * @param bits 2 to 32
 * @param signed whether codes may be negative
 * @param narrow whether one code is dropped, as in {@link QuantType}
 * @param scales one value, or one for each channel
 * @param zeroPoints as many; ONNX's zero point
 * @param perChannel whether the values are those of channels, even if there is one channel only
 * @param axis where the channels lie in the stored tensor; empty: per tensor, or the format leaves it to the layer
 */
public record TensorEncoding(
        String name,
        int bits,
        boolean signed,
        boolean narrow,
        List<Float> scales,
        List<Integer> zeroPoints,
        boolean perChannel,
        OptionalInt axis) {
    static final int MAX_BITS = 32;

    public TensorEncoding {
        scales = List.copyOf(scales);
        zeroPoints = List.copyOf(zeroPoints);
        if (bits < QuantType.MIN_BITS || bits > MAX_BITS) {
            throw new IllegalArgumentException("An encoding has 2 to 32 bits, not " + bits + ".");
        }
        if (scales.isEmpty() || scales.size() != zeroPoints.size() || (!perChannel && scales.size() != 1)) {
            throw new IllegalArgumentException(
                    "An encoding needs one scale and zero point, or as many of both as there are channels.");
        }
        if (!perChannel && axis.isPresent()) {
            throw new IllegalArgumentException("One scale for a tensor has no axis.");
        }
    }

    static TensorEncoding perTensor(String name, QuantType type, float scale, int zeroPoint) {
        return new TensorEncoding(name, type.bits(), type.signed(), type.narrowRange(), List.of(scale),
                List.of(zeroPoint), false, OptionalInt.empty());
    }

    /** {@code int8}, {@code uint4}, {@code int32}. */
    String typeName() {
        return (signed ? "int" : "uint") + bits;
    }

    /** The lowest code of the full type. */
    long lowest() {
        return signed ? -(1L << (bits - 1)) : 0;
    }

    /** The highest code of the full type. */
    long highest() {
        return signed ? (1L << (bits - 1)) - 1 : (1L << bits) - 1;
    }

    /** Whether weights and activations can have the type; a bias may have 32 bits. */
    boolean isQuantType() {
        return bits <= QuantType.MAX_BITS;
    }

    /** @throws IllegalArgumentException if {@link #isQuantType} is false */
    QuantType type() {
        return new QuantType(bits, signed, narrow);
    }
}
