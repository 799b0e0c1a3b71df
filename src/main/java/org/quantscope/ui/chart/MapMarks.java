package org.quantscope.ui.chart;

import javafx.scene.Group;
import javafx.scene.paint.Color;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.StrokeType;

/** The outline of the selected channel and the linked cursor over a feature map; seen on light and dark cells alike. */
final class MapMarks extends Group {
    private static final double RING_BELOW = 7;

    private final Rectangle outline = new Rectangle();
    private final Rectangle squareBack = new Rectangle();
    private final Rectangle square = new Rectangle();
    private final Circle ringBack = new Circle(5.5);
    private final Circle ring = new Circle(5.5);

    MapMarks() {
        for (Rectangle box : new Rectangle[] {squareBack, square, outline}) {
            box.setFill(null);
            box.setStrokeType(StrokeType.CENTERED);
        }
        ringBack.setFill(null);
        ring.setFill(null);
        outline.setStrokeWidth(2);
        outline.setStrokeType(StrokeType.INSIDE);
        squareBack.setStrokeWidth(4);
        square.setStrokeWidth(2);
        ringBack.setStrokeWidth(3.5);
        ring.setStrokeWidth(1.7);
        getChildren().addAll(outline, squareBack, square, ringBack, ring);
        outline(null);
        cursor(null);
        setPalette(Palette.light());
    }

    void setPalette(Palette palette) {
        outline.setStroke(palette.accentText());
        squareBack.setStroke(Color.web("#10151c"));
        ringBack.setStroke(Color.web("#10151c"));
        square.setStroke(Color.WHITE);
        ring.setStroke(Color.WHITE);
    }

    void outline(MapLayout.Box box) {
        outline.setVisible(box != null);
        if (box != null) {
            outline.setX(box.x() - 1.0);
            outline.setY(box.y() - 1.0);
            outline.setWidth(box.width() + 2.0);
            outline.setHeight(box.height() + 2.0);
        }
    }

    /** A square around a cell that is large enough to be seen in it, a ring around a smaller one. */
    void cursor(MapLayout.Box cell) {
        boolean large = cell != null && cell.width() >= RING_BELOW;
        square.setVisible(large);
        squareBack.setVisible(large);
        ring.setVisible(cell != null && !large);
        ringBack.setVisible(ring.isVisible());
        if (cell == null) {
            return;
        }
        for (Rectangle box : new Rectangle[] {square, squareBack}) {
            box.setX(cell.x() - 1.0);
            box.setY(cell.y() - 1.0);
            box.setWidth(cell.width() + 2.0);
            box.setHeight(cell.height() + 2.0);
        }
        for (Circle circle : new Circle[] {ring, ringBack}) {
            circle.setCenterX(cell.x() + cell.width() / 2.0);
            circle.setCenterY(cell.y() + cell.height() / 2.0);
        }
    }
}
