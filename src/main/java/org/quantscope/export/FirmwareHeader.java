package org.quantscope.export;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quantscope.tensor.LongTensor;
import org.quantscope.tensor.Shape;

/**
 * A C99 header of constants and arrays, guarded, which needs {@code stdint.h} alone; and the reader of just such headers,
 * which shows that the text holds the numbers it was made from. Real numbers are their bits, so that no digit is lost.
 *
 * @param constants enumerators by name
 * @param arrays {@code static const} arrays by name
 */
public record FirmwareHeader(Map<String, Integer> constants, Map<String, CArray> arrays) {
    private static final int WIDTH = 100;
    private static final Pattern ENUMERATOR = Pattern.compile(" {4}([a-z][a-z0-9_]{0,80}) = (-?[0-9]{1,10}),");
    private static final Pattern ARRAY =
            Pattern.compile("static const (u?int(?:8|16|32|64)_t) ([a-z][a-z0-9_]{0,80})\\[([0-9]{1,10})\\] = \\{");
    private static final Pattern NUMBER =
            Pattern.compile("(-?[0-9]{1,19})|INT64_C\\((-?[0-9]{1,19})\\)|0x([0-9a-f]{8})|UINT64_C\\(0x([0-9a-f]{16})\\)");

    /**
     * An array as the header has it.
     *
     * @param cType a type of {@code stdint.h}
     * @param values one dimension
     */
    public record CArray(String cType, LongTensor values) {}

    /** @param comment what the header is for, one line an element */
    static byte[] render(
            String guard, List<String> comment, Map<String, Integer> constants, List<FirmwareArray> arrays) {
        StringBuilder text = new StringBuilder("/* ");
        text.append(String.join("\n   ", comment.stream().map(FirmwareHeader::inComment).toList())).append(" */\n");
        text.append("#ifndef ").append(guard).append("\n#define ").append(guard).append("\n\n#include <stdint.h>\n\n");
        text.append("enum {\n");
        constants.forEach((name, value) -> text.append("    ").append(name).append(" = ").append(value).append(",\n"));
        text.append("};\n");
        for (FirmwareArray array : arrays) {
            text.append("\n/* ").append(array.shape().toString().replace('×', 'x')).append(", ")
                    .append(array.word().typeName()).append(" */\nstatic const ").append(array.word().cType())
                    .append(' ').append(array.name()).append('[').append(array.values().size()).append("] = {\n");
            numbers(text, array);
            text.append("};\n");
        }
        return text.append("\n#endif\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Text that stays inside its comment, in whatever compiler. */
    static String inComment(String text) {
        return text.replaceAll("[^\\x20-\\x7e]|\\*/|/\\*|\\?", "_");
    }

    private static void numbers(StringBuilder text, FirmwareArray array) {
        int column = 0;
        for (long value : array.values().data()) {
            String number = number(value, array.word());
            if (column > 0 && column + number.length() + 2 > WIDTH) {
                text.append('\n');
                column = 0;
            }
            text.append(column == 0 ? "    " : " ").append(number).append(',');
            column += number.length() + (column == 0 ? 5 : 2);
        }
        text.append('\n');
    }

    private static String number(long value, FirmwareWord word) {
        if (word.real()) {
            return word.bits() == 32
                    ? String.format(Locale.ROOT, "0x%08x", value)
                    : String.format(Locale.ROOT, "UINT64_C(0x%016x)", value);
        }
        return word.container() == 64 ? "INT64_C(" + value + ")" : Long.toString(value);
    }

    /**
     * Reads a header as Quantscope writes it.
     *
     * @throws SettingsFormatException with a sentence that names the line if it is anything else
     */
    public static FirmwareHeader parse(byte[] bytes, String fileName) {
        String[] lines = new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1);
        Map<String, Integer> constants = new LinkedHashMap<>();
        Map<String, CArray> arrays = new LinkedHashMap<>();
        int at = preamble(lines, fileName);
        for (; !lineAt(lines, at, fileName).equals("};"); at++) {
            Matcher enumerator = ENUMERATOR.matcher(lines[at]);
            Long value = enumerator.matches() ? Long.valueOf(enumerator.group(2)) : null;
            if (value == null || value != value.intValue()
                    || constants.put(enumerator.group(1), value.intValue()) != null) {
                throw fault(fileName, at, "is no enumerator of its own");
            }
        }
        at++;
        while (!lineAt(lines, at, fileName).equals("#endif")) {
            if (lines[at].isEmpty() || lines[at].startsWith("/*") && lines[at].endsWith("*/")) {
                at++;
            } else {
                at = array(lines, at, bytes.length, arrays, fileName);
            }
        }
        if (at != lines.length - 2 || !lines[at + 1].isEmpty()) {
            throw fault(fileName, at, "is not the last one");
        }
        return new FirmwareHeader(constants, arrays);
    }

    /** The first line of the enumerators. */
    private static int preamble(String[] lines, String fileName) {
        int at = 0;
        if (!lines[0].startsWith("/*")) {
            throw fault(fileName, 0, "does not begin a comment");
        }
        while (!lineAt(lines, at, fileName).endsWith("*/")) {
            at++;
        }
        String guard = lineAt(lines, at + 1, fileName).replaceFirst("^#ifndef ", "");
        List<String> expected = List.of("#ifndef " + guard, "#define " + guard, "", "#include <stdint.h>", "", "enum {");
        for (String line : expected) {
            at++;
            if (!lineAt(lines, at, fileName).equals(line) || !guard.matches("[A-Z][A-Z0-9_]{0,99}")) {
                throw fault(fileName, at, "is not '" + line + "'");
            }
        }
        return at + 1;
    }

    /** Reads an array and gives the line behind it. */
    private static int array(
            String[] lines, int from, int bytes, Map<String, CArray> arrays, String fileName) {
        Matcher start = ARRAY.matcher(lines[from]);
        if (!start.matches() || arrays.containsKey(start.group(2))) {
            throw fault(fileName, from, "begins no array of its own");
        }
        long count = Long.parseLong(start.group(3));
        if (count > bytes / 2) {
            throw fault(fileName, from, "announces " + count + " numbers, more than the file has room for");
        }
        FirmwareWord word = word(start.group(1));
        long[] values = new long[(int) count];
        int found = 0;
        int at = from + 1;
        for (; !lineAt(lines, at, fileName).equals("};"); at++) {
            for (String each : lines[at].isBlank() ? new String[0] : lines[at].strip().split(", ?")) {
                if (found == values.length) {
                    throw fault(fileName, at, "has more numbers than the array's " + count);
                }
                values[found++] = number(each, word, fileName, at);
            }
        }
        if (found < values.length) {
            throw fault(fileName, at, "ends an array after " + found + " of its " + count + " numbers");
        }
        arrays.put(start.group(2), new CArray(start.group(1), LongTensor.wrap(Shape.of(found), values)));
        return at + 1;
    }

    private static FirmwareWord word(String cType) {
        int bits = Integer.parseInt(cType.replaceAll("[^0-9]|_t$", ""));
        boolean signed = !cType.startsWith("u");
        return new FirmwareWord(bits, signed, !signed && bits == Long.SIZE);
    }

    private static long number(String text, FirmwareWord word, String fileName, int line) {
        Matcher number = NUMBER.matcher(text);
        if (number.matches()) {
            try {
                long value = number.group(1) != null ? Long.parseLong(number.group(1))
                        : number.group(2) != null ? Long.parseLong(number.group(2))
                        : number.group(3) != null ? Long.parseLong(number.group(3), 16)
                        : Long.parseUnsignedLong(number.group(4), 16);
                if (word.holds(value)) {
                    return value;
                }
            } catch (NumberFormatException tooLarge) {
                // The sentence below says it.
            }
        }
        throw fault(fileName, line, "has " + Quoted.text(text) + " where a number of the type "
                + word.cType() + " is expected");
    }

    private static String lineAt(String[] lines, int at, String fileName) {
        if (at >= lines.length) {
            throw new SettingsFormatException(
                    "File " + Quoted.text(fileName) + " ends too early; it was cut off, export it again.");
        }
        return lines[at];
    }

    private static SettingsFormatException fault(String fileName, int line, String what) {
        return new SettingsFormatException("File " + Quoted.text(fileName) + " is no header as Quantscope writes it: line "
                + (line + 1) + " " + what + "; export it again.");
    }
}
