package org.quantscope.ui.chart;

import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Line;

/** The line above a chart: its name, a note, and at the right a sign with what it means. The note gives way first. */
final class ChartHeader extends Region {
    static final double HEIGHT = 18;
    private static final double GAP = 8;
    private static final double SIGN = 12;

    private final Label title;
    private final Label note = Faces.label("");
    private final Label key = Faces.label("");
    private final Line sign = new Line();
    private double titleRoom;

    ChartHeader(String title) {
        this.title = Faces.label(title);
        setMinSize(0, HEIGHT);
        sign.setStrokeWidth(2);
        getChildren().addAll(this.title, note, sign, key);
        getChildren().forEach(child -> child.setManaged(false));
        setMouseTransparent(true);
    }

    void setNote(String text) {
        note.setText(text);
        requestLayout();
    }

    /** An empty text takes the sign away too. */
    void setKey(String text) {
        key.setText(text);
        requestLayout();
    }

    /** Leaves room for a control that stands in the title's place; 0 shows the title. */
    void setTitleRoom(double width) {
        titleRoom = width;
        requestLayout();
    }

    void setSignDashed(boolean dashed) {
        sign.getStrokeDashArray().clear();
        if (dashed) {
            sign.setStrokeWidth(1);
            sign.getStrokeDashArray().addAll(3.0, 2.0);
        }
    }

    void setPalette(Palette palette, Color signColor) {
        Faces.style(title, palette.text(), true);
        Faces.style(note, palette.muted(), false);
        Faces.style(key, palette.muted(), false);
        sign.setStroke(signColor);
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        title.autosize();
        note.autosize();
        key.autosize();
        double keyAt = Math.rint(width - key.getWidth());
        double begin = titleRoom > 0 ? titleRoom : title.getWidth();
        boolean keyed = !key.getText().isEmpty() && keyAt - SIGN - 4 >= begin + GAP;
        double end = keyed ? keyAt - SIGN - 4 : width;
        boolean noted = begin + GAP + note.getWidth() + GAP <= end;
        title.relocate(0, centre(title));
        title.setVisible(titleRoom == 0 && title.getWidth() <= width);
        note.setVisible(noted);
        note.relocate(Math.rint(begin + GAP), centre(note));
        key.setVisible(keyed);
        sign.setVisible(keyed);
        key.relocate(keyAt, centre(key));
        double middle = Math.rint(HEIGHT / 2) + (sign.getStrokeWidth() < 2 ? 0.5 : 0);
        sign.setStartX(keyAt - SIGN - 4);
        sign.setEndX(keyAt - 4);
        sign.setStartY(middle);
        sign.setEndY(middle);
    }

    private static double centre(Label label) {
        return Math.rint((HEIGHT - label.getHeight()) / 2);
    }
}
