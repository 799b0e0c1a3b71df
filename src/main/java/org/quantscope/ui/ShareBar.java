package org.quantscope.ui;

import javafx.scene.layout.Region;

/** A thin line as long as a share of 1, on a line of full length. */
final class ShareBar extends Region {
    private final Region track = new Region();
    private final Region fill = new Region();
    private final double share;

    ShareBar(double share) {
        this.share = Math.max(0, Math.min(1, share));
        getStyleClass().add("share-bar");
        track.getStyleClass().add("track");
        fill.getStyleClass().add("fill");
        getChildren().setAll(track, fill);
        setMinHeight(2);
        setPrefHeight(2);
        setMaxHeight(2);
    }

    @Override
    protected void layoutChildren() {
        track.resizeRelocate(0, 0, getWidth(), 2);
        fill.resizeRelocate(0, 0, snapSizeX(getWidth() * share), 2);
    }
}
