package org.quantscope.ui;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Region;

/**
 * Three columns: layers, the two pictures one above the other, parameters. The sides keep their widths when the window is
 * resized and give way below 1280 pixels; the centre takes what is left and keeps its ratio. Dividers are dragged, moved
 * with the arrow keys, and put back with a double click.
 */
final class PaneLayout extends Region {
    private static final double LEFT_LEAST = 240;
    private static final double LEFT_MOST = 420;
    private static final double RIGHT_LEAST = 288;
    private static final double RIGHT_MOST = 400;
    private static final double UPPER_LEAST = 260;
    private static final double LOWER_LEAST = 320;
    private static final double NARROW = 1280;

    private final Region left;
    private final Region upper;
    private final Region lower;
    private final Region right;
    private final PaneDivider afterLeft;
    private final PaneDivider beforeRight;
    private final PaneDivider between;
    private double leftWanted;
    private double rightWanted;
    private double upperShare;

    PaneLayout(Region left, Region upper, Region lower, Region right, WindowMemory.Sizes sizes) {
        this.left = left;
        this.upper = upper;
        this.lower = lower;
        this.right = right;
        leftWanted = sizes.left();
        rightWanted = sizes.right();
        upperShare = sizes.upper();
        WindowMemory.Sizes designed = WindowMemory.Sizes.DESIGNED;
        afterLeft = new PaneDivider("divider-left", "the layers", Orientation.VERTICAL,
                by -> setLeft(leftWidth() + by), () -> setLeft(designed.left()));
        beforeRight = new PaneDivider("divider-right", "the parameters", Orientation.VERTICAL,
                by -> setRight(rightWidth() - by), () -> setRight(designed.right()));
        between = new PaneDivider("divider-centre", "weights and output", Orientation.HORIZONTAL,
                by -> setUpper((upperHeight() + by) / (getHeight() - 1)), () -> setUpper(designed.upper()));
        setId("panes");
        getChildren().setAll(left, upper, lower, right, afterLeft, beforeRight, between);
    }

    Node node() {
        return this;
    }

    double left() {
        return leftWanted;
    }

    double right() {
        return rightWanted;
    }

    double upper() {
        return upperShare;
    }

    @Override
    protected void layoutChildren() {
        double leftWidth = leftWidth();
        double rightWidth = rightWidth();
        double centreX = leftWidth + 1;
        double centreWidth = Math.max(0, getWidth() - leftWidth - rightWidth - 2);
        double upperHeight = upperHeight();
        left.resizeRelocate(0, 0, leftWidth, getHeight());
        upper.resizeRelocate(centreX, 0, centreWidth, upperHeight);
        lower.resizeRelocate(centreX, upperHeight + 1, centreWidth, Math.max(0, getHeight() - upperHeight - 1));
        right.resizeRelocate(getWidth() - rightWidth, 0, rightWidth, getHeight());
        double grip = PaneDivider.GRIP;
        afterLeft.resizeRelocate(leftWidth - grip, 0, 2 * grip + 1, getHeight());
        beforeRight.resizeRelocate(getWidth() - rightWidth - 1 - grip, 0, 2 * grip + 1, getHeight());
        between.resizeRelocate(centreX + grip, upperHeight - grip, Math.max(0, centreWidth - 2 * grip), 2 * grip + 1);
    }

    private double leftWidth() {
        return Math.round(within(leftWanted - missing(), LEFT_LEAST, LEFT_MOST));
    }

    private double rightWidth() {
        return Math.round(within(rightWanted - missing(), RIGHT_LEAST, RIGHT_MOST));
    }

    private double upperHeight() {
        double room = getHeight() - 1;
        return Math.round(within(room * upperShare, UPPER_LEAST, Math.max(UPPER_LEAST, room - LOWER_LEAST)));
    }

    /** What each side gives up in a narrow window. */
    private double missing() {
        return Math.max(0, NARROW - getWidth()) / 2;
    }

    private void setLeft(double width) {
        leftWanted = within(width, LEFT_LEAST, LEFT_MOST) + missing();
        requestLayout();
    }

    private void setRight(double width) {
        rightWanted = within(width, RIGHT_LEAST, RIGHT_MOST) + missing();
        requestLayout();
    }

    private void setUpper(double share) {
        upperShare = within(share, 0.2, 0.8);
        requestLayout();
    }

    private static double within(double value, double least, double most) {
        return Math.max(least, Math.min(most, value));
    }
}
