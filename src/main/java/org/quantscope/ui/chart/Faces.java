package org.quantscope.ui.chart;

import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;

/**
 * The one type face of charts, in both of the ways that a chart needs it: drawn by Java2D and set by JavaFX. Roboto has
 * tabular figures by default; where it is missing, the platform's sans serif serves.
 */
final class Faces {
    static final double SMALL = 11;

    private static final String FOLDER = "/org/quantscope/ui/fonts/";
    private static final String REGULAR = family("Roboto-Regular.ttf");
    private static final String MEDIUM = family("Roboto-Medium.ttf");
    private static final java.awt.Font DRAWN = drawn("Roboto-Regular.ttf");

    private Faces() {}

    static Font regular(double size) {
        return Font.font(REGULAR, size);
    }

    static Font medium(double size) {
        return Font.font(MEDIUM, size);
    }

    static java.awt.Font drawn(double size) {
        return DRAWN.deriveFont((float) size);
    }

    static void style(Label label, Color color, boolean medium) {
        label.setStyle(inline(color, medium));
    }

    /** Inline, so that a theme's style sheet does not change the size for which room was left. */
    static String inline(Color color, boolean medium) {
        return "-fx-font-family: '" + (medium ? MEDIUM : REGULAR) + "'; -fx-font-size: 11px; -fx-text-fill: "
                + Palette.web(color) + ";";
    }

    static Label label(String text) {
        Label label = new Label(text);
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private static String family(String file) {
        try (InputStream stream = Faces.class.getResourceAsStream(FOLDER + file)) {
            Font font = stream == null ? null : Font.loadFont(stream, SMALL);
            return font == null ? Font.getDefault().getFamily() : font.getFamily();
        } catch (IOException unreadable) {
            return Font.getDefault().getFamily();
        }
    }

    private static java.awt.Font drawn(String file) {
        try (InputStream stream = Faces.class.getResourceAsStream(FOLDER + file)) {
            return stream == null
                    ? new java.awt.Font(java.awt.Font.SANS_SERIF, java.awt.Font.PLAIN, 11)
                    : java.awt.Font.createFont(java.awt.Font.TRUETYPE_FONT, stream);
        } catch (IOException | FontFormatException unreadable) {
            return new java.awt.Font(java.awt.Font.SANS_SERIF, java.awt.Font.PLAIN, 11);
        }
    }
}
