package org.quantscope.ui.chart;

/** Hears of a place in a feature map. */
@FunctionalInterface
public interface PlaceListener {
    void place(int channel, int row, int column);
}
