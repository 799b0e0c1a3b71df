package org.quantscope.export;

import java.util.Locale;
import org.quantscope.tensor.NpyType;

/**
 * How wide the numbers of an array are and how they are stored.
 *
 * @param bits of a number, 1 to 64; C and NumPy have the next of 8, 16, 32 and 64
 * @param signed two's complement
 * @param real the bits of a float32 or float64, of which NumPy has the number itself
 */
record FirmwareWord(int bits, boolean signed, boolean real) {
    static final FirmwareWord INT32 = new FirmwareWord(32, true, false);
    static final FirmwareWord FLOAT32 = new FirmwareWord(32, false, true);
    static final FirmwareWord FLOAT64 = new FirmwareWord(64, false, true);

    FirmwareWord {
        if (bits < 1 || bits > Long.SIZE || !signed && bits == Long.SIZE && !real) {
            throw new IllegalArgumentException("There is no word of " + bits + " bits.");
        }
    }

    /** The narrowest word for all integers from {@code lowest} to {@code highest}. */
    static FirmwareWord holding(long lowest, long highest) {
        if (lowest >= 0) {
            return new FirmwareWord(Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(highest)), false, false);
        }
        long magnitude = Math.max(~lowest, highest);
        return new FirmwareWord(Long.SIZE + 1 - Long.numberOfLeadingZeros(Math.max(0, magnitude)), true, false);
    }

    /** Bits of the C and NumPy type. */
    int container() {
        return bits <= 8 ? 8 : bits <= 16 ? 16 : bits <= 32 ? 32 : 64;
    }

    /** The type of {@code stdint.h}. */
    String cType() {
        return (signed ? "int" : "uint") + container() + "_t";
    }

    NpyType npyType() {
        if (real) {
            return bits == 32 ? NpyType.FLOAT32 : NpyType.FLOAT64;
        }
        return container() == 64 ? NpyType.INT64 : NpyType.valueOf((signed ? "INT" : "UINT") + container());
    }

    /** What the manifest calls it. */
    String typeName() {
        return real
                ? npyType().numpyName() + " bits"
                : (signed ? "signed " : "unsigned ") + String.format(Locale.ROOT, "%d bits", bits);
    }

    /** Hexadecimal digits of a word in a {@code $readmemh} file. */
    int hexDigits() {
        return (bits + 3) / 4;
    }

    /** Whether a number is one that a word holds. */
    boolean holds(long value) {
        if (bits == Long.SIZE) {
            return true;
        }
        return signed ? value >> (bits - 1) == value >> (Long.SIZE - 1) : value >>> bits == 0;
    }

    /** The low bits of a number. */
    long mask() {
        return bits == Long.SIZE ? -1 : (1L << bits) - 1;
    }

    /** The number that the low bits stand for. */
    long value(long low) {
        int unused = Long.SIZE - bits;
        return signed ? low << unused >> unused : low;
    }
}
