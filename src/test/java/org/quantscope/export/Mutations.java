package org.quantscope.export;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damage that files suffer or are given, from a seed: bits, bytes, spans, ends, and numbers and words of texts. */
final class Mutations {
    private static final List<String> WORDS = List.of(
            "null", "true", "\"\"", "[]", "{}", "-1", "0", "1e999", "-1e-999", "NaN", "99999999999999999999", "2147483648",
            "1.5", "\"a\"", "[[[[", "\\u0000", "\uD83D\uDE00", ",", ":", "\"", "\n", "inf", "1e308", "4294967296");

    private final Random random;

    Mutations(long seed) {
        this.random = new Random(seed);
    }

    byte[] of(byte[] original) {
        byte[] bytes = original;
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            bytes = once(bytes);
        }
        return bytes;
    }

    private byte[] once(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        int at = place(bytes.length);
        int span = Math.min(bytes.length - at, 1 + random.nextInt(40));
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> changed(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
            case 2 -> changed(bytes, at, (byte) random.nextInt());
            case 3 -> replaced(bytes, at, at + span, new byte[0]);
            case 4 -> replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, at + span));
            case 5 -> replaced(bytes, at, at + random.nextInt(4) % (bytes.length - at), word());
            case 6 -> replacedNumber(bytes, at);
            default -> replaced(bytes, at, at + span, other(bytes, span));
        };
    }

    /** Half of the changes near the beginning, where the structure is. */
    private int place(int length) {
        return random.nextInt(random.nextBoolean() ? length : Math.min(length, 400));
    }

    private byte[] word() {
        return WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] other(byte[] bytes, int span) {
        int from = random.nextInt(bytes.length);
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + span));
    }

    private static byte[] changed(byte[] bytes, int at, byte value) {
        byte[] copy = bytes.clone();
        copy[at] = value;
        return copy;
    }

    /** The next number or word of a text, or the next byte, becomes something else as a whole. */
    private byte[] replacedNumber(byte[] bytes, int from) {
        int start = from;
        while (start < bytes.length - 1 && !isWord(bytes[start])) {
            start++;
        }
        int end = start + 1;
        while (end < bytes.length && isWord(bytes[end])) {
            end++;
        }
        return replaced(bytes, start, end, word());
    }

    private static boolean isWord(byte value) {
        return Character.isLetterOrDigit(value & 127) || value == '-' || value == '.';
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        byte[] result = Arrays.copyOf(bytes, bytes.length - (to - from) + by.length);
        System.arraycopy(by, 0, result, from, by.length);
        System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
        return result;
    }
}
