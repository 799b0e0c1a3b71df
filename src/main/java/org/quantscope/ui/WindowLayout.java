package org.quantscope.ui;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

/**
 * Three columns with dividers: layers, the two pictures, parameters. The sides keep their widths when the window is
 * resized and give way below 1280 pixels; the centre takes what is left and keeps its ratio.
 */
final class WindowLayout {
    private static final double LEFT_LEAST = 240;
    private static final double LEFT_MOST = 420;
    private static final double RIGHT_LEAST = 288;
    private static final double RIGHT_MOST = 400;
    private static final double NARROW = 1280;

    private final SplitPane columns = new SplitPane();
    private final SplitPane centre = new SplitPane();
    private final Region left;
    private final Region right;
    private double leftWanted;
    private double rightWanted;

    WindowLayout(Region left, Region upper, Region lower, Region right, WindowMemory.Sizes sizes) {
        this.left = left;
        this.right = right;
        leftWanted = sizes.left();
        rightWanted = sizes.right();
        limit(left, LEFT_LEAST, LEFT_MOST);
        limit(right, RIGHT_LEAST, RIGHT_MOST);
        upper.setMinHeight(260);
        lower.setMinHeight(320);
        centre.setId("centre-split");
        centre.setOrientation(Orientation.VERTICAL);
        centre.getItems().setAll(upper, lower);
        centre.setDividerPositions(sizes.upper());
        centre.setMinWidth(0);
        columns.setId("column-split");
        columns.getItems().setAll(left, centre, right);
        SplitPane.setResizableWithParent(left, false);
        SplitPane.setResizableWithParent(right, false);
        columns.widthProperty().addListener((property, before, now) -> place(now.doubleValue()));
        columns.addEventFilter(MouseEvent.MOUSE_RELEASED, event -> remember());
    }

    Node node() {
        return columns;
    }

    double left() {
        return leftWanted;
    }

    double right() {
        return rightWanted;
    }

    double upper() {
        return centre.getDividerPositions()[0];
    }

    private void place(double width) {
        if (width < 1) {
            return;
        }
        double missing = Math.max(0, NARROW - width) / 2;
        double leftWidth = Math.max(LEFT_LEAST, leftWanted - missing);
        double rightWidth = Math.max(RIGHT_LEAST, rightWanted - missing);
        columns.setDividerPositions((leftWidth + 0.5) / width, 1 - (rightWidth + 0.5) / width);
    }

    /** What a person dragged holds from now on; in a narrow window only what differs from the way it gave way. */
    private void remember() {
        if (columns.getWidth() >= NARROW) {
            leftWanted = Math.max(LEFT_LEAST, Math.min(LEFT_MOST, left.getWidth()));
            rightWanted = Math.max(RIGHT_LEAST, Math.min(RIGHT_MOST, right.getWidth()));
        }
    }

    private static void limit(Region side, double least, double most) {
        side.setMinWidth(least);
        side.setMaxWidth(most);
    }
}
