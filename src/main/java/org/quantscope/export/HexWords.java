package org.quantscope.export;

import java.nio.charset.StandardCharsets;
import org.quantscope.tensor.LongTensor;
import org.quantscope.tensor.Shape;

/**
 * Files for Verilog's {@code $readmemh}: one word a line in lower-case hexadecimal, two's complement, nothing else. A
 * word whose bits are no multiple of four has zeros above them.
 */
public final class HexWords {
    /** Lines of a file that is read. */
    static final int MOST_WORDS = 1 << 27;

    private HexWords() {}

    static byte[] render(FirmwareArray array) {
        FirmwareWord word = array.word();
        int digits = word.hexDigits();
        byte[] text = new byte[Math.multiplyExact(array.values().size(), digits + 1)];
        int at = 0;
        for (long value : array.values().data()) {
            long low = value & word.mask();
            for (int digit = digits - 1; digit >= 0; digit--) {
                text[at++] = (byte) Character.forDigit((int) (low >>> (4 * digit)) & 15, 16);
            }
            text[at++] = '\n';
        }
        return text;
    }

    /**
     * The integers of a file.
     *
     * @param bits of a word, 1 to 64
     * @param signed whether the highest of them is the sign
     * @return one dimension
     * @throws SettingsFormatException with a sentence if it is anything but such lines
     */
    public static LongTensor parse(byte[] bytes, int bits, boolean signed, String fileName) {
        FirmwareWord word = new FirmwareWord(bits, signed, !signed && bits == Long.SIZE);
        int line = word.hexDigits() + 1;
        if (bytes.length % line != 0 || bytes.length / line > MOST_WORDS) {
            throw fault(fileName, "has " + bytes.length + " bytes, which are no words of "
                    + word.hexDigits() + " hexadecimal digits, one a line");
        }
        long[] values = new long[bytes.length / line];
        for (int row = 0; row < values.length; row++) {
            long low = 0;
            for (int at = row * line; at < (row + 1) * line - 1; at++) {
                int digit = "0123456789abcdef".indexOf(bytes[at]);
                if (digit < 0) {
                    throw fault(fileName, "has something other than lower-case hexadecimal digits in line " + (row + 1));
                }
                low = low << 4 | digit;
            }
            if (bytes[(row + 1) * line - 1] != '\n') {
                throw fault(fileName, "has no end of line after " + word.hexDigits() + " digits in line " + (row + 1));
            }
            if ((low & ~word.mask()) != 0) {
                throw fault(fileName, "has the word "
                        + new String(bytes, row * line, line - 1, StandardCharsets.US_ASCII) + " in line " + (row + 1)
                        + ", which is wider than " + bits + " bits");
            }
            values[row] = word.value(low);
        }
        return LongTensor.wrap(Shape.of(values.length), values);
    }

    private static SettingsFormatException fault(String fileName, String what) {
        return new SettingsFormatException("File " + Quoted.text(fileName) + " " + what + "; export it again.");
    }
}
