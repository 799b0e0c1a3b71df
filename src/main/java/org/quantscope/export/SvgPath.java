package org.quantscope.export;

import java.util.Locale;

/** The data of an SVG path, in tenths of a pixel. */
final class SvgPath {
    private final StringBuilder data = new StringBuilder();

    SvgPath moveTo(double x, double y) {
        data.append('M').append(number(x)).append(' ').append(number(y));
        return this;
    }

    SvgPath across(double x) {
        data.append('H').append(number(x));
        return this;
    }

    SvgPath up(double y) {
        data.append('V').append(number(y));
        return this;
    }

    /** A rectangle; nothing where it has no extent. */
    SvgPath box(double left, double top, double right, double bottom) {
        if (right > left && bottom > top) {
            moveTo(left, top).across(right).up(bottom).across(left);
            data.append('Z');
        }
        return this;
    }

    boolean isEmpty() {
        return data.isEmpty();
    }

    /** Draws it with a class of the style sheet. */
    void into(Markup markup, String style) {
        if (!isEmpty()) {
            markup.begin("path", "class", style, "d", data).end();
        }
    }

    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
