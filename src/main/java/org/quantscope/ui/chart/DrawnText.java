package org.quantscope.ui.chart;

import java.awt.Graphics2D;
import java.awt.Paint;

/** Words that a chart draws itself. */
final class DrawnText {
    private DrawnText() {}

    /** The text with its end left out where it has no room; empty where not even a letter has. */
    static String shortened(Graphics2D graphics, String text, double room) {
        if (width(graphics, text) <= room) {
            return text;
        }
        for (int end = text.length() - 1; end > 0; end--) {
            String part = text.substring(0, end).stripTrailing() + "…";
            if (width(graphics, part) <= room) {
                return part;
            }
        }
        return "";
    }

    static void centred(Graphics2D graphics, String text, double middle, int baseline, Paint ink) {
        graphics.setPaint(ink);
        graphics.drawString(text, (float) Math.rint(middle - width(graphics, text) / 2), baseline);
    }

    static double width(Graphics2D graphics, String text) {
        return graphics.getFontMetrics().getStringBounds(text, graphics).getWidth();
    }
}
