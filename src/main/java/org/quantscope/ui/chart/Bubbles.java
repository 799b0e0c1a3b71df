package org.quantscope.ui.chart;

import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** The small read-out that follows the pointer over a chart. */
final class Bubbles {
    private Bubbles() {}

    static void style(Label bubble, Palette palette) {
        bubble.setStyle("-fx-background-color: " + Palette.web(palette.border()) + ", " + Palette.web(palette.bar())
                + "; -fx-background-insets: 0, 1; -fx-background-radius: 4, 3; -fx-padding: 3 6 3 6;"
                + Faces.inline(palette.text(), false));
    }

    /** Beside the pointer, on the side where it fits; an empty text hides it. */
    static void show(Label bubble, String text, double x, double y, Region owner) {
        bubble.setVisible(!text.isEmpty());
        if (text.isEmpty()) {
            return;
        }
        bubble.setText(text);
        bubble.autosize();
        bubble.toFront();
        double right = x + 14;
        boolean fits = right + bubble.getWidth() <= owner.getWidth();
        double left = fits ? right : Math.max(0, x - 14 - bubble.getWidth());
        double top = Math.max(0, Math.min(owner.getHeight() - bubble.getHeight(), y - bubble.getHeight() - 6));
        bubble.relocate(Math.rint(left), Math.rint(top));
    }
}
