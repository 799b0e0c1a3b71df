package org.quantscope.ui.chart;

/** The codes that stand behind a map's values. */
@FunctionalInterface
public interface MapCodes {
    int at(int channel, int row, int column);
}
