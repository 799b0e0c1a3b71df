package org.quantscope.ui.chart;

import java.util.List;
import javafx.scene.control.Label;

/** The line under a map: the place of the cursor, its value, and its code where there is one. */
final class MapCaption {
    private final Label place = Faces.label("");
    private final Label value = Faces.label("");
    private final Label code = Faces.label("");

    List<Label> labels() {
        return List.of(place, value, code);
    }

    void setPalette(Palette palette) {
        Faces.style(place, palette.muted(), false);
        Faces.style(value, palette.text(), true);
        Faces.style(code, palette.muted(), false);
    }

    void hide() {
        labels().forEach(label -> label.setVisible(false));
    }

    void write(MapData data, MapLayout.Place at, boolean signed) {
        place.setText(data.isFlat() ? "c" + at.channel() : "(" + at.row() + ", " + at.column() + ")");
        float shown = data.get(at.channel(), at.row(), at.column());
        value.setText(signed && shown > 0 ? "+" + Figures.value(shown) : Figures.value(shown));
        value.setVisible(true);
        code.setVisible(false);
    }

    /** @param differs whether the other path has another code there */
    void writeCode(int number, boolean differs, Palette palette) {
        code.setText("code " + Figures.code(number));
        Faces.style(code, differs ? palette.warn() : palette.muted(), differs);
        code.setVisible(true);
    }

    /** From right to left; the place goes first where there is no room. */
    void layout(double width, double top) {
        double right = code.isVisible() ? placeAt(code, width, top) - 10 : width;
        double left = placeAt(value, right, top);
        place.autosize();
        place.relocate(0, top + 3);
        place.setVisible(place.getWidth() + 6 <= left);
    }

    private static double placeAt(Label label, double right, double top) {
        label.autosize();
        double left = Math.max(0, Math.rint(right - label.getWidth()));
        label.relocate(left, top + 3);
        return left;
    }
}
