package org.quantscope.export;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes maps, lists, texts, numbers and truth values as JSON that a person can read and compare: keys in the given
 * order, one line for each, short values on that line, long lists of numbers wrapped. The same value gives the same
 * bytes on every machine. A float is written as the double of the same value, so that reading a double and rounding it
 * to float32 gives back every bit.
 */
final class JsonText {
    private static final int WIDTH = 120;
    private static final String STEP = "  ";

    private final StringBuilder text = new StringBuilder();

    private JsonText() {}

    /** UTF-8 bytes with a newline at the end. */
    static byte[] bytes(Map<String, ?> root) {
        JsonText json = new JsonText();
        json.expandedMap(root, "");
        return json.text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private void value(Object value, String indent, int column) {
        String inline = isFlat(value) ? inline(value) : null;
        boolean scalar = !(value instanceof Collection || value instanceof Map);
        if (inline != null && (scalar || column + inline.length() < WIDTH)) {
            text.append(inline);
        } else if (value instanceof Map<?, ?> map) {
            expandedMap(map, indent);
        } else {
            expandedList((List<?>) value, indent);
        }
    }

    /** Whether a value may stand on one line: nothing inside it has keys of its own. */
    private static boolean isFlat(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().noneMatch(Map.class::isInstance);
        }
        return !(value instanceof List<?> list) || list.stream().noneMatch(Map.class::isInstance);
    }

    private void expandedMap(Map<?, ?> map, String indent) {
        text.append('{');
        String inner = indent + STEP;
        for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<?, ?> entry = entries.next();
            String key = inner + quoted(entry.getKey().toString()) + ": ";
            text.append('\n').append(key);
            value(entry.getValue(), inner, key.length());
            text.append(entries.hasNext() ? "," : "");
        }
        text.append('\n').append(indent).append('}');
    }

    private void expandedList(List<?> list, String indent) {
        boolean onePerLine = !isFlat(list);
        String inner = indent + STEP;
        text.append('[');
        int column = WIDTH;
        for (int i = 0; i < list.size(); i++) {
            int start = text.length();
            String inline = onePerLine ? "" : inline(list.get(i));
            if (onePerLine || column + inline.length() + 2 > WIDTH) {
                trimSpace();
                text.append('\n').append(inner);
                start = text.length();
                column = inner.length();
            }
            if (onePerLine) {
                value(list.get(i), inner, inner.length());
            } else {
                text.append(inline);
            }
            text.append(i + 1 < list.size() ? ", " : "");
            column += text.length() - start;
        }
        text.append('\n').append(indent).append(']');
    }

    private void trimSpace() {
        if (text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
    }

    private static String inline(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> quoted(entry.getKey().toString()) + ": " + inline(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(JsonText::inline).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof String string) {
            return quoted(string);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value == null || value instanceof Boolean) {
            return String.valueOf(value);
        }
        throw new IllegalArgumentException("JSON has no form for a " + value.getClass().getName() + ".");
    }

    private static String number(Number number) {
        if (number instanceof Integer || number instanceof Long) {
            return number.toString();
        }
        double real = number.doubleValue();
        if (!Double.isFinite(real)) {
            throw new IllegalArgumentException("JSON has no number for " + real + ".");
        }
        return Double.toString(real);
    }

    private static String quoted(String string) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(string)) + "\"";
    }
}
