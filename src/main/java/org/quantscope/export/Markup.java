package org.quantscope.export;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * HTML that is well-formed XML as well: every element is closed, every text and attribute escaped. Names from a file
 * that nobody vouches for are harmless in it, whatever they hold.
 */
final class Markup {
    private static final Set<String> EMPTY = Set.of("meta", "br", "col");

    private final StringBuilder text = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Opens an element.
     *
     * @param attributes names and values in turn; names are the program's own
     */
    Markup begin(String element, Object... attributes) {
        text.append('<').append(element);
        for (int at = 0; at < attributes.length; at += 2) {
            text.append(' ').append(attributes[at]).append("=\"").append(escaped(String.valueOf(attributes[at + 1])))
                    .append('"');
        }
        if (EMPTY.contains(element)) {
            text.append("/>");
        } else {
            text.append('>');
            open.push(element);
        }
        return this;
    }

    /** Closes the element that was opened last. */
    Markup end() {
        text.append("</").append(open.pop()).append('>');
        return this;
    }

    /** The same, on a line of its own end. */
    Markup endLine() {
        end();
        text.append('\n');
        return this;
    }

    /** Text of any origin. */
    Markup say(String words) {
        text.append(escaped(words));
        return this;
    }

    /** An element with nothing but text in it. */
    Markup with(String element, String words, Object... attributes) {
        return begin(element, attributes).say(words).end();
    }

    /** What is HTML already, or made so that it needs no escaping. */
    Markup raw(String markup) {
        text.append(markup);
        return this;
    }

    /** All of it; nothing may be open. */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("The element " + open.peek() + " is not closed.");
        }
        return text.toString();
    }

    /**
     * Text for between tags and inside double quotes. Control characters become the pictures of themselves, and what
     * could turn the direction of writing around, or is no character at all, the replacement character.
     */
    static String escaped(String words) {
        StringBuilder safe = new StringBuilder(words.length() + 16);
        words.codePoints().forEach(point -> append(safe, point));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int point) {
        switch (point) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            case 0x7f -> safe.append('␡');
            default -> {
                if (point < ' ') {
                    safe.append((char) (0x2400 + point));
                } else {
                    safe.appendCodePoint(isText(point) ? point : 0xfffd);
                }
            }
        }
    }

    private static boolean isText(int point) {
        int type = Character.getType(point);
        return type != Character.CONTROL && type != Character.SURROGATE && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR && type != Character.PARAGRAPH_SEPARATOR
                && (point & 0xfffe) != 0xfffe && !(point >= 0xfdd0 && point <= 0xfdef);
    }
}
