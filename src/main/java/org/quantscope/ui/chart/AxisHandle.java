package org.quantscope.ui.chart;

import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Rectangle;

/** A vertical line with a tag on top that can be taken hold of: an end of the clipping range, or the zero line. */
final class AxisHandle extends Region {
    static final double TAG_HEIGHT = 20;
    private static final double REACH = 6;
    private static final double GRIP_HEIGHT = 24;
    private static final double GRIP_DROP = 22;

    private final boolean zeroLine;
    private final Line line = new Line();
    private final Rectangle reach = new Rectangle();
    private final Label tag = Faces.label("");
    private final Rectangle grip = new Rectangle(9, GRIP_HEIGHT);
    private final Circle[] dots = {new Circle(1), new Circle(1), new Circle(1)};
    private final Polygon diamond = new Polygon(0, -5, 5, 0, 0, 5, -5, 0);
    private Palette palette = Palette.light();
    private boolean active;

    AxisHandle(boolean zeroLine) {
        this.zeroLine = zeroLine;
        setManaged(false);
        setPickOnBounds(false);
        setCursor(zeroLine ? Cursor.HAND : Cursor.H_RESIZE);
        setAccessibleRole(AccessibleRole.THUMB);
        setFocusTraversable(true);
        tag.setAlignment(Pos.CENTER);
        reach.setFill(Color.TRANSPARENT);
        reach.setWidth(2 * REACH);
        line.setStrokeWidth(zeroLine ? 1 : 2);
        grip.setArcWidth(9);
        grip.setArcHeight(9);
        getChildren().addAll(line, reach);
        if (zeroLine) {
            line.getStrokeDashArray().setAll(3.0, 3.0);
            getChildren().add(diamond);
        } else {
            getChildren().add(grip);
            getChildren().addAll(dots);
        }
        getChildren().add(tag);
        getChildren().forEach(child -> child.setManaged(false));
        focusedProperty().addListener(observable -> restyle());
        restyle();
    }

    void setActive(boolean active) {
        this.active = active;
        restyle();
    }

    void setPalette(Palette palette) {
        this.palette = palette;
        restyle();
    }

    void setText(String text, String accessibleText) {
        tag.setText(text);
        setAccessibleText(accessibleText);
    }

    double tagWidth() {
        return Math.ceil(tag.prefWidth(-1));
    }

    /** Stands at {@code x} from {@code top} to {@code bottom}; the tag is above, its left edge at {@code tagLeft}. */
    void stand(double x, double tagLeft, boolean tagShown, double top, double bottom) {
        double crisp = zeroLine ? Math.floor(x) + 0.5 : Math.rint(x);
        line.setStartX(crisp);
        line.setEndX(crisp);
        line.setStartY(top);
        line.setEndY(bottom);
        reach.setX(x - REACH);
        reach.setY(top);
        reach.setHeight(Math.max(0, bottom - top));
        tag.setVisible(tagShown);
        tag.resizeRelocate(Math.rint(tagLeft), top - TAG_HEIGHT - 4, tagWidth(), TAG_HEIGHT);
        diamond.setTranslateX(crisp);
        diamond.setTranslateY(top + 5);
        double gripTop = top + GRIP_DROP;
        grip.setVisible(bottom - top > GRIP_DROP + GRIP_HEIGHT);
        grip.setX(crisp - 4.5);
        grip.setY(gripTop);
        for (int i = 0; i < dots.length; i++) {
            dots[i].setVisible(grip.isVisible());
            dots[i].setCenterX(crisp);
            dots[i].setCenterY(gripTop + GRIP_HEIGHT / 2 + (i - 1) * 4);
        }
    }

    private void restyle() {
        boolean filled = (active || isFocused()) && !zeroLine;
        Color colour = zeroLine ? isFocused() || active ? palette.accentText() : palette.muted() : palette.accentText();
        Color inside = filled ? palette.accent() : palette.pane();
        Color written = filled ? Color.WHITE : zeroLine ? palette.text() : palette.accentText();
        line.setStroke(zeroLine ? palette.text() : filled ? palette.accent() : palette.accentText());
        tag.setStyle("-fx-background-color: " + Palette.web(filled ? palette.accent() : colour) + ", "
                + Palette.web(inside) + "; -fx-background-insets: 0, 1; -fx-background-radius: 4, 3;"
                + " -fx-padding: 0 7 0 7;" + Faces.inline(written, !zeroLine));
        grip.setFill(inside);
        grip.setStroke(filled ? palette.accent() : palette.accentText());
        for (Circle dot : dots) {
            dot.setFill(filled ? Color.WHITE : palette.accentText());
        }
        diamond.setFill(palette.pane());
        diamond.setStroke(palette.text());
    }
}
