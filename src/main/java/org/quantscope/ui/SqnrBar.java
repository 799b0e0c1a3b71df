package org.quantscope.ui;

import javafx.scene.layout.Region;

/** A small bar for an SQNR: empty at 0 dB, full at 50 dB, red where it is low. */
final class SqnrBar extends Region {
    private static final double FULL_DB = 50;
    private static final double THICKNESS = 6;

    private final Region track = new Region();
    private final Region fill = new Region();
    private final double length;
    private double share;

    SqnrBar(double length) {
        this.length = length;
        getStyleClass().add("sqnr-bar");
        track.getStyleClass().add("track");
        fill.getStyleClass().add("fill");
        getChildren().setAll(track, fill);
        setMinSize(length, THICKNESS);
        setPrefSize(length, THICKNESS);
        setMaxSize(length, THICKNESS);
    }

    void show(double decibels, boolean low) {
        share = Math.max(0.04, Math.min(1, decibels / FULL_DB));
        Styles.set(this, "low", low);
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        track.resizeRelocate(0, 0, length, THICKNESS);
        fill.resizeRelocate(0, 0, Math.max(2, snapSizeX(length * share)), THICKNESS);
    }
}
