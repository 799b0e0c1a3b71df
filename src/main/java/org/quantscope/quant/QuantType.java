package org.quantscope.quant;

/**
 * An integer type by its bit-width, its sign and its range (arithmetic contract, section 3).
 *
 * @param bits 2 to 16
 * @param signed codes around zero, or from zero upwards
 * @param narrowRange drops one code: the lowest of a signed type, the highest of an unsigned one
 */
public record QuantType(int bits, boolean signed, boolean narrowRange) {
    public static final int MIN_BITS = 2;
    public static final int MAX_BITS = 16;

    /** What weights open with: signed, 8 bits, without −128. */
    public static final QuantType INT8_NARROW = new QuantType(8, true, true);
    /** What activations open with. */
    public static final QuantType UINT8 = new QuantType(8, false, false);

    public QuantType {
        if (bits < MIN_BITS || bits > MAX_BITS) {
            throw new IllegalArgumentException(
                    "A bit-width must lie between " + MIN_BITS + " and " + MAX_BITS + "; " + bits + " does not.");
        }
    }

    public int qmin() {
        if (!signed) {
            return 0;
        }
        return -(1 << (bits - 1)) + (narrowRange ? 1 : 0);
    }

    public int qmax() {
        if (signed) {
            return (1 << (bits - 1)) - 1;
        }
        return (1 << bits) - 1 - (narrowRange ? 1 : 0);
    }

    /** How many different codes the type has. */
    public int levels() {
        return qmax() - qmin() + 1;
    }

    public boolean contains(int code) {
        return code >= qmin() && code <= qmax();
    }

    public QuantType withBits(int newBits) {
        return new QuantType(newBits, signed, narrowRange);
    }

    public QuantType withSigned(boolean newSigned) {
        return new QuantType(bits, newSigned, narrowRange);
    }

    public QuantType withNarrowRange(boolean newNarrowRange) {
        return new QuantType(bits, signed, newNarrowRange);
    }

    /** {@code int8}, {@code uint4}; the word ONNX has for it, whether or not ONNX knows the width. */
    public String onnxName() {
        return (signed ? "int" : "uint") + bits;
    }

    /** {@code s4}, {@code u8}: for tables where room is short. */
    public String shortName() {
        return (signed ? "s" : "u") + bits;
    }
}
